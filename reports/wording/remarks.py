"""What a reader of remarks is asked to look at, in words; it accuses nobody and changes nothing."""

from collections.abc import Iterable
from typing import Final

from surveys.tally.remarks import Trace

_TRACES: Final[dict[Trace, str]] = {
    Trace.PHONE: "电话号码",
    Trace.IDENTITY: "身份证号",
    Trace.NAME: "名册上的姓名",
}


def say_traces(found: Iterable[tuple[Trace, str]]) -> str:
    """One line, or nothing.

    >>> say_traces([(Trace.PHONE, "13800000001"), (Trace.NAME, "孙代表")])
    '里面像是有：电话号码（13800000001）、名册上的姓名（孙代表）。转给部门之前请隐去。'
    """
    words = "、".join(f"{_TRACES[trace]}（{what}）" for trace, what in found)
    return f"里面像是有：{words}。转给部门之前请隐去。" if words else ""


def say_held_back(number: int, least: int) -> str:
    """In the chronicle, where remarks were too few to be read."""
    return f"{number} 条，不足 {least} 条"

"""The meeting's slips by door become a table (各种投票方式的票数); nothing where all were cards.

The box does not know by which electronic door an envelope came, so what came back is told of them
together.
"""

from collections.abc import Iterator
from typing import Final, TypeAlias

from reports.document import Column, Table
from reports.wording.doors import CARDS, ELECTRONIC, PAPER, SIGNIN, TABLETS
from surveys.tally.results import Doors, Meeting

Row: TypeAlias = tuple[str, ...]
_Part: TypeAlias = tuple[str, int, int, int]

UNKNOWN: Final = "—"
_COLUMNS: Final = ("资格、印制", "作废", "发出", "收回", "未收回", "有效", "无效")
_TOGETHER: Final = f"{ELECTRONIC}合计"


def doors_table(meeting: Meeting) -> tuple[Table, ...]:
    """The table, where there is another door than drawn cards."""
    doors = meeting.doors
    if doors is None:
        return ()
    return (
        Table(
            caption="各种投票方式的票数",
            columns=(Column("投票方式"), *(Column(label) for label in _COLUMNS)),
            rows=tuple(_rows(meeting, doors)),
            unit="张",
            notes=tuple(_notes(doors)),
        ),
    )


def _rows(meeting: Meeting, doors: Doors) -> Iterator[Row]:
    paper = doors.paper
    issued = meeting.issued - (paper.issued if paper else 0)
    returned = meeting.returned - (paper.returned if paper else 0)
    came = (returned, issued - returned, None, None)
    parts = list(_electronic(doors))
    for name, eligible, voided, given in parts:
        yield _row(name, eligible, voided, given, *(came if len(parts) == 1 else ()))
    if len(parts) > 1:
        eligible, voided = sum(part[1] for part in parts), sum(part[2] for part in parts)
        yield _row(_TOGETHER, eligible, voided, issued, *came)
    if paper is not None:
        yield _row(
            PAPER, paper.printed, paper.voided, paper.issued, paper.returned, paper.outstanding,
            paper.valid, paper.invalid,
        )  # fmt: skip
    yield _row(
        "合计", meeting.printed, meeting.voided, meeting.issued, meeting.returned,
        meeting.issued - meeting.returned, meeting.valid, sum(meeting.spoiled.values()),
    )  # fmt: skip


def _electronic(doors: Doors) -> Iterator[_Part]:
    """Name, how many there were, what was not issued, what was."""
    signin, cards = doors.signin, doors.cards
    if signin is not None:
        yield SIGNIN, signin.eligible, signin.handed + signin.untaken, signin.taken
    if cards.printed:
        yield CARDS, cards.printed, cards.voided, cards.issued


def _row(name: str, *numbers: int | None) -> Row:
    told = [UNKNOWN if number is None else str(number) for number in numbers]
    return name, *told, *[UNKNOWN] * (len(_COLUMNS) - len(told))


def _notes(doors: Doors) -> Iterator[str]:
    signin = doors.signin
    if signin is not None:
        yield (
            f"手机登录不印票，发出就是登录领取；作废的，改领票卡或纸质票{signin.handed}份，"
            f"没有领{signin.untaken}份。"
        )
    if doors.cards.printed:
        yield f"{TABLETS}收回时票箱分不出是哪一种电子票。"

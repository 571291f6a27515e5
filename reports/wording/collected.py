"""Paper ballots entered by tellers, in words: what two of them read differently, what was signed."""

from collections.abc import Sequence
from typing import Final

VALID: Final = "有效"
INVALID: Final = "无效票"
WHOLE_SHEET: Final = "整张票"
OTHERS: Final = "其他题"
"""Questions outside the tables."""
SEE_PAPER: Final = "见票面"
NOTHING: Final = "没选"


def say_signed(issued: int, returned: int, invalid: int, *, scrutineers: Sequence[str]) -> str:
    """In the chronicle, what the scrutineers signed for.

    >>> say_signed(6, 5, 1, scrutineers=("孙某", "李某"))
    '发出 6，收回 5，有效 4，无效 1；监票人 孙某、李某'
    """
    numbers = f"发出 {issued}，收回 {returned}，有效 {returned - invalid}，无效 {invalid}"
    return f"{numbers}；监票人 {'、'.join(scrutineers)}"

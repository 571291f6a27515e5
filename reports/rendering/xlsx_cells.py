"""What a cell of a workbook may hold: numbers that are numbers, text that is never a formula."""

import re
from collections.abc import Sequence
from typing import Final

from reports.document import Table
from reports.escaping import plain
from reports.wording.numbers import NOTHING, WITHHELD

_PLAIN: Final = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(%?)")
NO_NUMBER: Final = frozenset({"", NOTHING, WITHHELD})
"""What may stand in a column of numbers and is none."""
_EXACT: Final = 15
"""Digits that a cell of Excel keeps."""
RISKY: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a program that reads the sheet as CSV might take for a formula."""
_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\']")
_NAME: Final = 31


def is_number(words: str) -> bool:
    """Whether Excel can keep and show it exactly as written.

    >>> [is_number(words) for words in ("98.50", "07", "89.29%", "12个", "1234567890123456")]
    [True, False, True, False, False]
    """
    return bool(_PLAIN.fullmatch(words)) and sum(map(str.isdigit, words)) <= _EXACT


def numeric_columns(table: Table) -> tuple[bool, ...]:
    """Which columns are numbers from top to bottom."""
    return tuple(
        not column.text and _numeric([row[at] for row in table.rows])
        for at, column in enumerate(table.columns)
    )


def sheet_name(caption: str, taken: Sequence[str], *, otherwise: str) -> str:
    """A name Excel allows and no other sheet has.

    >>> sheet_name("得分：[全镇]/甲", ["得分：全镇甲"], otherwise="表1")
    '得分：全镇甲2'
    """
    name = _FORBIDDEN.sub("", plain(caption)).strip()[:_NAME] or otherwise
    place, unique = 2, name
    while unique.lower() in {other.lower() for other in taken}:
        unique, place = f"{name[: _NAME - len(str(place))]}{place}", place + 1
    return unique


def _numeric(cells: Sequence[str]) -> bool:
    said = [cell for cell in cells if cell not in NO_NUMBER]
    return bool(said) and all(map(is_number, said))

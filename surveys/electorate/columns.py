"""The words officials write above the columns of a roll, and what they mean.

Headings are read forgivingly: without spaces, brackets' contents, asterisks and colons.
"""

import enum
import re
from typing import Final

from surveys.electorate.mistakes import Mistake, Place, letter, mistake
from surveys.values import Value


class Column(enum.Enum):
    """A column the import reads; the value is the heading a template writes."""

    NAME = "姓名"
    GROUP = "代表小组"
    BODY = "身份"
    WEIGHTING = "计票组"
    PHONE = "手机号"
    RECUSED = "回避部门"
    ELIGIBLE = "能否投票"
    NOTE = "备注"


_HEADINGS: Final[dict[str, Column]] = {
    "姓名": Column.NAME,
    "名字": Column.NAME,
    "代表姓名": Column.NAME,
    "代表小组": Column.GROUP,
    "小组": Column.GROUP,
    "所在小组": Column.GROUP,
    "所属小组": Column.GROUP,
    "代表团": Column.GROUP,
    "代表组": Column.GROUP,
    "村小组": Column.GROUP,
    "组别": Column.GROUP,
    "身份": Column.BODY,
    "类别": Column.BODY,
    "人员类别": Column.BODY,
    "代表类别": Column.BODY,
    "计票组": Column.WEIGHTING,
    "投票组": Column.WEIGHTING,
    "计票类别": Column.WEIGHTING,
    "手机": Column.PHONE,
    "手机号": Column.PHONE,
    "手机号码": Column.PHONE,
    "电话": Column.PHONE,
    "电话号码": Column.PHONE,
    "联系电话": Column.PHONE,
    "联系方式": Column.PHONE,
    "回避": Column.RECUSED,
    "回避部门": Column.RECUSED,
    "回避单位": Column.RECUSED,
    "能否投票": Column.ELIGIBLE,
    "是否参评": Column.ELIGIBLE,
    "投票资格": Column.ELIGIBLE,
    "备注": Column.NOTE,
    "说明": Column.NOTE,
}
_ID_CARD: Final = re.compile("身份证|身份号码|证件号")
_ASIDE: Final = re.compile(r"[(（\[【][^)）\]】]*(?:[)）\]】]|\Z)|[\s*＊:：]")
"""An aside that is not closed goes on to the end: nobody looks for its end twice."""
_SEARCHED: Final = 10
"""A title or two often stand above the header."""


class Header(Value, frozen=True):
    """Where the header stands and which cell is which column."""

    row: int
    """Index into the sheet's rows."""
    cells: dict[Column, int]
    ignored: tuple[str, ...] = ()
    """Headings the import does not know, told back to the author."""
    barred: frozenset[int] = frozenset()
    """Columns that must go; their cells are not complained of one by one."""


def find_header(rows: tuple[tuple[str, ...], ...]) -> int | None:
    """The first of the upper rows with a column for names."""
    for index, row in enumerate(rows[:_SEARCHED]):
        if Column.NAME in {meaning(cell) for cell in row}:
            return index
    return None


def meaning(heading: str) -> Column | None:
    """What a heading means, if anything.

    >>> meaning("联系 电话（必填）")
    <Column.PHONE: '手机号'>
    """
    return _HEADINGS.get(_ASIDE.sub("", heading))


def read_header(row: tuple[str, ...], index: int, place: Place) -> tuple[Header, list[Mistake]]:
    """The header at `index` of its sheet, and what is wrong with it."""
    cells: dict[Column, int] = {}
    ignored: list[str] = []
    barred: set[int] = set()
    mistakes: list[Mistake] = []
    for at, heading in enumerate(row):
        here = Place(sheet=place.sheet, row=place.row, column=letter(at))
        column = meaning(heading)
        if _ID_CARD.search(_ASIDE.sub("", heading)):
            barred.add(at)
            mistakes.append(mistake("id_card_column", here))
        elif column in cells:
            mistakes.append(mistake("duplicate_column", here, heading=heading.strip()))
        elif column:
            cells[column] = at
        elif heading.strip():
            ignored.append(heading.strip())
    if Column.GROUP not in cells:
        mistakes.append(mistake("missing_column", place, heading=Column.GROUP.value))
    header = Header(row=index, cells=cells, ignored=tuple(ignored), barred=frozenset(barred))
    return header, mistakes

"""What in a file cannot be taken over, where it stands, and why: all of it is told at once."""

from typing import Final, NoReturn, TypeAlias

from reports.wording.interchange import (
    OBJECTIONS,
    REMARKS,
    explain,
    say_cell,
    say_line,
    say_node,
    say_path,
)
from surveys.questionnaire.texts import clean
from surveys.refusals import Refusal
from surveys.values import Value

_MOST: Final = 300
"""Told at once; whoever sends a file with more wrong in it has enough to do."""
_QUOTED: Final = 120
_LOOKED_AT: Final = 1000


class Cell(Value, frozen=True, tag="cell"):
    """A row of a sheet as Excel counts it; 0 is the whole sheet."""

    sheet: str
    row: int = 0
    column: str = ""


class Path(Value, frozen=True, tag="path"):
    """A place in a JSON file, such as `$.pages[0].elements[2]`."""

    path: str


class Line(Value, frozen=True, tag="line"):
    """A line of a text; 0 is the whole file."""

    line: int = 0


class Node(Value, frozen=True, tag="node"):
    """A question of a LimeSurvey file by its code; empty is the survey itself."""

    code: str = ""


At: TypeAlias = Cell | Path | Line | Node


class Objection(Value, frozen=True):
    """One thing that cannot be taken over (code of `OBJECTIONS`)."""

    code: str
    at: At
    data: dict[str, str | int] = {}

    def sentence(self) -> str:
        """Where, then what, in Chinese."""
        return explain(self.code, say_place(self.at), self.data)


class Remark(Value, frozen=True):
    """Something an author should know about what was taken over (code of `REMARKS`)."""

    code: str
    at: At
    data: dict[str, str | int] = {}

    def sentence(self) -> str:
        """Where, then what, in Chinese."""
        return explain(self.code, say_place(self.at), self.data)


def say_place(at: At) -> str:
    """A place in words; empty for a whole file.

    >>> say_place(Cell(sheet="survey", row=5)), say_place(Line())
    ('“survey”第 5 行', '')
    """
    match at:
        case Cell(sheet=sheet, row=row, column=column):
            return say_cell(sheet, row, column)
        case Path(path=path):
            return say_path(path)
        case Line(line=line):
            return say_line(line)
        case Node(code=code):
            return say_node(code)


class Desk:
    """Collects what is found while one file is read; what was said once is not said again."""

    def __init__(self) -> None:
        self.objections: list[Objection] = []
        self.remarks: list[Remark] = []

    def deny(self, code: str, at: At, **data: str | int) -> None:
        """Say no to something; an unknown code is a programming error."""
        if code not in OBJECTIONS:
            raise KeyError(code)
        found = Objection(code=code, at=at, data=_short(data))
        if len(self.objections) < _MOST and found not in self.objections:
            self.objections.append(found)

    def remark(self, code: str, at: At, **data: str | int) -> None:
        """Say what an author should know; an unknown code is a programming error."""
        if code not in REMARKS:
            raise KeyError(code)
        found = Remark(code=code, at=at, data=_short(data))
        if len(self.remarks) < _MOST and found not in self.remarks:
            self.remarks.append(found)

    def clear(self) -> None:
        """Refuse if there was any objection: never half an import."""
        if self.objections:
            raise self._refusal()

    def refuse(self, code: str, at: At, **data: str | int) -> NoReturn:
        """Say no to the whole file, together with what was objected to before."""
        self.deny(code, at, **data)
        raise self._refusal()

    def _refusal(self) -> Refusal:
        found = tuple(self.objections)
        return Refusal("interchange.rejected", number=len(found), objections=found)


def _short(data: dict[str, str | int]) -> dict[str, str | int]:
    """Words of a stranger's file are quoted, never at length."""
    return {
        name: clean(value[:_LOOKED_AT], lines=False)[:_QUOTED] if isinstance(value, str) else value
        for name, value in data.items()
    }

"""Where in a workbook something is wrong, and what: all of it is told at once."""

from reports.wording.scoring import MISTAKES
from surveys.electorate.mistakes import Mistake, Place, letter
from surveys.electorate.register import Sheet


def at(sheet: Sheet, row: int | None = None, column: int | None = None) -> Place:
    """The place of `sheet.rows[row][column]` as Excel names it."""
    return Place(
        sheet=sheet.name,
        row=0 if row is None else sheet.first + row,
        column="" if column is None else letter(column),
    )


def wrong(code: str, place: Place, **data: str | int) -> Mistake:
    """A mistake that has a sentence; an unknown code is a programming error."""
    if code not in MISTAKES:
        raise KeyError(code)
    return Mistake(code=code, sheet=place.sheet, row=place.row, column=place.column, data=data)

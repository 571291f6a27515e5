"""What is wrong with one cell, row or sheet of a roll to be imported."""

from typing import Final

from surveys.values import Value

CODES: Final = frozenset(
    {
        "no_header",
        "no_people",
        "missing_column",
        "duplicate_column",
        "id_card_column",
        "id_card_cell",
        "missing_name",
        "name_too_long",
        "missing_group",
        "group_too_long",
        "unknown_group",
        "missing_body",
        "unknown_body",
        "missing_weighting",
        "unknown_weighting",
        "bad_phone",
        "duplicate_phone",
        "duplicate_person",
        "unnamed_twin",
        "two_weightings",
        "unknown_department",
        "unclear_department",
        "bad_eligibility",
        "too_many",
    }
)


class Mistake(Value, frozen=True):
    """Sheet, Excel row (0: the whole sheet), Excel column letter (empty: the whole row)."""

    code: str
    sheet: str
    row: int = 0
    column: str = ""
    data: dict[str, str | int] = {}


class Place(Value, frozen=True):
    """Where in the workbook something stands."""

    sheet: str
    row: int
    column: str = ""


def mistake(code: str, place: Place, **data: str | int) -> Mistake:
    """A mistake of the table above; an unknown code is a programming error."""
    if code not in CODES:
        raise KeyError(code)
    return Mistake(code=code, sheet=place.sheet, row=place.row, column=place.column, data=data)


def letter(index: int) -> str:
    """A column's letters in Excel, counted from 0.

    >>> letter(0), letter(25), letter(26)
    ('A', 'Z', 'AA')
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters

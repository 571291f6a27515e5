"""One row of a roll becomes an entry, or the mistakes in it."""

from typing import Final

from surveys.appraisal.plan import Appraisee
from surveys.electorate import cells
from surveys.electorate.columns import Column, Header
from surveys.electorate.mistakes import Mistake, Place, letter, mistake
from surveys.electorate.roll import Body, DeputyGroup, WeightingGroup
from surveys.keys import AppraiseeKey, GroupKey
from surveys.values import Value

_LONGEST_NAME: Final = 40
_MOST_MISTAKES: Final = 20
"""In one row; what is wrong with a twenty-first word of a cell is not worth looking up."""


class Known(Value, frozen=True):
    """What a cell may refer to. Without `groups` any group may be named."""

    groups: tuple[DeputyGroup, ...]
    weightings: tuple[WeightingGroup, ...]
    appraisees: tuple[Appraisee, ...]


class Entry(Value, frozen=True):
    """One row as read; later, everything the rows of one person say together."""

    place: Place
    name: str
    group: str
    """The group's label."""
    bodies: frozenset[Body]
    weighting: GroupKey
    phone: str
    recused_from: frozenset[AppraiseeKey]
    eligible: bool
    rows: int = 1


class Row:
    """Reads the cells of one row and gathers what is wrong with them."""

    def __init__(self, row: tuple[str, ...], header: Header, place: Place) -> None:
        """`place` names the row; each cell's column is found in the header."""
        self.mistakes: list[Mistake] = []
        self._row = row
        self._header = header
        self._place = place

    def has(self, column: Column) -> bool:
        """Whether the sheet has the column at all."""
        return column in self._header.cells

    def text(self, column: Column) -> str:
        """A cell's text; a short row has empty cells at its end."""
        at = self._header.cells.get(column, len(self._row))
        return self._row[at] if at < len(self._row) else ""

    def complain(self, code: str, column: Column, **data: str | int) -> None:
        """Something is wrong with this cell."""
        self.complain_at(code, self._header.cells.get(column), **data)

    def complain_at(self, code: str, at: int | None, **data: str | int) -> None:
        """Something is wrong with the cell at an index, read or not."""
        column = "" if at is None else letter(at)
        place = Place(sheet=self._place.sheet, row=self._place.row, column=column)
        self.mistakes.append(mistake(code, place, **data))


def read_entry(
    row: tuple[str, ...], *, header: Header, place: Place, known: Known
) -> Entry | list[Mistake]:
    """Every cell is read before anything is said, so that one dry run names every mistake."""
    cells_ = Row(row, header, place)
    _refuse_id_cards(cells_, row, header)
    entry = Entry(
        place=place,
        name=_name(cells_),
        group=_group(cells_, known),
        bodies=_bodies(cells_),
        weighting=_weighting(cells_, known),
        phone=_phone(cells_),
        recused_from=_recused(cells_, known),
        eligible=_eligible(cells_),
    )
    return cells_.mistakes or entry


def _refuse_id_cards(row: Row, texts: tuple[str, ...], header: Header) -> None:
    for at, text in enumerate(texts):
        if at not in header.barred and cells.looks_like_id_card(text):
            row.complain_at("id_card_cell", at)


def _name(row: Row) -> str:
    name = cells.name(row.text(Column.NAME))
    if not name:
        row.complain("missing_name", Column.NAME)
    elif len(name) > _LONGEST_NAME:
        row.complain("name_too_long", Column.NAME, limit=_LONGEST_NAME)
    return name


def _group(row: Row, known: Known) -> str:
    group = cells.name(row.text(Column.GROUP))
    labels = {known_group.label for known_group in known.groups}
    if not group:
        row.complain("missing_group", Column.GROUP)
    elif len(group) > _LONGEST_NAME:
        row.complain("group_too_long", Column.GROUP, limit=_LONGEST_NAME)
    elif labels and group not in labels:
        row.complain("unknown_group", Column.GROUP, value=group)
    return group


def _bodies(row: Row) -> frozenset[Body]:
    """Without the column everybody is a deputy of this congress."""
    if not row.has(Column.BODY):
        return frozenset({Body.DEPUTY})
    found, unknown = cells.bodies(row.text(Column.BODY))
    if unknown:
        row.complain("unknown_body", Column.BODY, value=unknown[:_LONGEST_NAME])
    elif not found:
        row.complain("missing_body", Column.BODY)
    return found


def _weighting(row: Row, known: Known) -> GroupKey:
    word = cells.name(row.text(Column.WEIGHTING))
    if not word and len(known.weightings) == 1:
        return known.weightings[0].key
    for weighting in known.weightings:
        if word in {weighting.label, weighting.key}:
            return weighting.key
    if word:
        labels = "、".join(weighting.label for weighting in known.weightings)
        row.complain("unknown_weighting", Column.WEIGHTING, value=word[:40], known=labels)
    else:
        row.complain("missing_weighting", Column.WEIGHTING)
    return ""


def _phone(row: Row) -> str:
    text = row.text(Column.PHONE)
    phone = cells.phone(text)
    if phone is None:
        row.complain("bad_phone", Column.PHONE, value=text.strip()[:40])
    return phone or ""


def _recused(row: Row, known: Known) -> frozenset[AppraiseeKey]:
    found: set[AppraiseeKey] = set()
    for word in dict.fromkeys(cells.split(row.text(Column.RECUSED))):
        if len(row.mistakes) > _MOST_MISTAKES:
            break
        meant = cells.departments(word, known.appraisees)
        if len(meant) == 1:
            found.add(meant[0].key)
        else:
            code = "unclear_department" if meant else "unknown_department"
            row.complain(code, Column.RECUSED, value=word[:40])
    return frozenset(found)


def _eligible(row: Row) -> bool:
    text = row.text(Column.ELIGIBLE)
    answer = cells.eligible(text)
    if answer is None:
        row.complain("bad_eligibility", Column.ELIGIBLE, value=text.strip()[:40])
    return bool(answer)

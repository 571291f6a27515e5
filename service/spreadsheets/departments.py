"""Names of departments as they are met become appraisees; a list of them, where given, is final."""

from collections.abc import Iterable
from typing import Final

from reports.wording.rule_aftermath import CLASSES
from reports.wording.scoring import APPRAISEE, CLASS
from service.spreadsheets.mistakes import at, wrong
from service.spreadsheets.words import nearest, plain, shown
from surveys.appraisal.plan import Appraisee, AppraiseeClass
from surveys.electorate.mistakes import Mistake, Place
from surveys.electorate.register import Sheet
from surveys.keys import AppraiseeKey

_KINDS: Final = {label: AppraiseeClass(key) for key, label in CLASSES.items()}


class Departments:
    """Departments in the order they are met. The only thing here that grows while it is read."""

    def __init__(self, listed: Iterable[Appraisee] = ()) -> None:
        """Begin with the list a workbook carries, if it carries one."""
        self._known = {plain(each.label): each for each in listed}
        self._listed = bool(self._known)

    def find(self, name: str) -> AppraiseeKey | None:
        """The key of this name; None where the list does not have it."""
        known = self._known.get(plain(name))
        if known is None and not self._listed:
            known = Appraisee(key=f"d{len(self._known) + 1}", label=shown(name))
            self._known[plain(name)] = known
        return known.key if known else None

    def unknown(self, name: str, place: Place) -> Mistake:
        """Say that the list lacks this name, and which one was probably meant."""
        if near := nearest(plain(name), self._known):
            return wrong("near_department", place, word=shown(name), near=near)
        return wrong("unknown_department", place, word=shown(name))

    def all(self) -> tuple[Appraisee, ...]:
        """Every appraisee."""
        return tuple(self._known.values())


def is_list(sheet: Sheet) -> bool:
    """Whether the sheet lists departments with their class."""
    return any(
        {APPRAISEE, CLASS} == {plain(cell) for cell in row if cell} for row in sheet.rows[:5]
    )


def read_list(sheet: Sheet) -> tuple[tuple[Appraisee, ...], tuple[Mistake, ...]]:
    """The departments listed, each with its class."""
    head = next(at for at, row in enumerate(sheet.rows) if APPRAISEE in map(plain, row))
    heading = [plain(cell) for cell in sheet.rows[head]]
    name, kind = heading.index(APPRAISEE), heading.index(CLASS)
    found: dict[str, Appraisee] = {}
    mistakes: list[Mistake] = []
    for row, cells in enumerate(sheet.rows[head + 1 :], head + 1):
        label, given = shown(cells[name]), plain(cells[kind])
        if not label:
            continue
        if given not in _KINDS:
            place = at(sheet, row, kind)
            mistakes.append(wrong("unknown_class", place, word=given, known="、".join(_KINDS)))
        elif plain(label) in found:
            mistakes.append(wrong("twice", at(sheet, row, name), word=label))
        else:
            key = f"d{len(found) + 1}"
            found[plain(label)] = Appraisee(key=key, label=label, kind=_KINDS[given])
    return tuple(found.values()), tuple(mistakes)

"""Enter a sheet, enter it again, decide between two; what is still open."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Final

import msgspec

from service.boards.collected import store
from service.boards.collected.sheets import Sheet, alike, read_sheet, seal, unseal
from service.boards.collected.store import CollectingRow, EntryRow, PaperPile
from service.box.serials import serials_of, slip_of
from service.box.slips import mark_of
from service.database import Connection
from service.database.secrets import slip_key
from service.identity.sessions import Session
from service.settings import Settings
from surveys.keys import GroupKey, SurveyKey, UnitKey
from surveys.manifest import SlipCount
from surveys.questionnaire.form import Questionnaire, restrict
from surveys.refusals import Refusal

_REFUSED: Final = {
    "unknown": "collected.unknown_serial",
    "used": "collected.used_serial",
    "not_open": "collected.not_open",
    "signed": "collected.signed",
    "same_account": "collected.same_account",
    "full": "collected.entered_twice",
    "agreed": "collected.agreed",
}


class Known(msgspec.Struct, frozen=True):
    """A serial that was printed, and the pile it belongs to."""

    serial: str
    mark: bytes
    group: GroupKey
    unit: UnitKey


class Entered(msgspec.Struct, frozen=True):
    """A sheet that was entered at least once."""

    known: Known
    entries: tuple[EntryRow, ...]

    @property
    def agreed(self) -> EntryRow | None:
        """The entry that holds, once two are alike or a third decided."""
        third = next((entry for entry in self.entries if entry.third), None)
        first, *others = self.entries
        if third is not None:
            return third
        return first if len(others) == 1 and others[0].answers == first.answers else None

    @property
    def differs(self) -> bool:
        """Whether a third has to decide."""
        return len(self.entries) == 2 and self.agreed is None


class Bench(msgspec.Struct, frozen=True):
    """The paper of one evaluation: what was printed, what was entered, what was signed."""

    row: CollectingRow
    printed: tuple[SlipCount, ...]
    serials: dict[bytes, Known]
    entered: tuple[Entered, ...]
    piles: tuple[PaperPile, ...]

    def form_of(self, unit: UnitKey) -> Questionnaire:
        """The form of one unit's ballot."""
        return restrict(self.row.manifest.read().form, unit)


async def look(
    conn: Connection, settings: Settings, session: Session, survey: SurveyKey, *, lock: bool = False
) -> Bench:
    """Everything there is; `lock` holds the evaluation until the request is decided."""
    row = await (store.lock if lock else store.find)(conn, session.town, survey)
    counts = tuple(
        SlipCount(count.weighting_group, count.unit, count.printed)
        for count in await store.count_paper.all(conn, survey)
    )
    serials = _serials(slip_key(settings), row, counts)
    entries = await store.look_at_paper.all(conn, survey)
    return Bench(
        row=row,
        printed=counts,
        serials=serials,
        entered=tuple(
            Entered(serials[mark], tuple(several))
            for mark, several in groupby(entries, key=lambda entry: entry.slip_mark)
        ),
        piles=tuple(await store.read_piles.all(conn, session.town, survey)),
    )


def _serials(key: bytes, row: CollectingRow, counts: Sequence[SlipCount]) -> dict[bytes, Known]:
    known: dict[bytes, Known] = {}
    for count in counts:
        for serial in serials_of(key, row.manifest_digest or "", count):
            mark = mark_of(key, row.survey_id, slip_of(key, row.survey_id, serial).code)
            known[mark] = Known(serial, mark, count.group, count.unit)
    return known


def find_serial(settings: Settings, bench: Bench, typed: str) -> Known:
    """The sheet of a serial as typed."""
    key, survey = slip_key(settings), bench.row.survey_id
    found = bench.serials.get(mark_of(key, survey, slip_of(key, survey, typed).code))
    if found is None:
        raise Refusal("collected.unknown_serial")
    return found


def read_form(bench: Bench, known: Known, raw: Mapping[str, Sequence[str]]) -> Sheet:
    """The sheet as typed; an invalid one holds nothing."""
    if raw.get("invalid"):
        return Sheet(valid=False)
    return read_sheet(bench.form_of(known.unit), raw)


class Typed(msgspec.Struct, frozen=True):
    """A sheet as somebody typed it, for the first time, the second, or to decide between two."""

    known: Known
    sheet: Sheet
    deciding: bool = False


async def enter(
    conn: Connection, settings: Settings, session: Session, typed: Typed, *, survey: SurveyKey
) -> None:
    """Enter a sheet under one's own account; the same account twice is refused."""
    key, mark = slip_key(settings), typed.known.mark
    outcome = await store.enter_paper.get(
        conn,
        survey,
        mark,
        session.account,
        seal(key, survey, mark, typed.sheet),
        alike(key, survey, mark, typed.sheet),
        typed.deciding,
    )
    if outcome in _REFUSED:
        raise Refusal(_REFUSED[outcome])


def read_entry(settings: Settings, survey: SurveyKey, entry: EntryRow) -> Sheet:
    """What one teller read, for whoever decides between two."""
    return unseal(slip_key(settings), survey, entry.slip_mark, entry.content)


def read_agreed(settings: Settings, survey: SurveyKey, sheet: Entered) -> Sheet:
    """The sheet that holds, with the remarks of whoever typed some."""
    assert sheet.agreed is not None
    held = read_entry(settings, survey, sheet.agreed)
    if held.remarks or not held.valid:
        return held
    others = (read_entry(settings, survey, entry).remarks for entry in sheet.entries)
    return msgspec.structs.replace(held, remarks=next(filter(None, others), ()))

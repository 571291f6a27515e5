"""A bench of paper becomes the tellers' pages: what is still open, never what anybody marked."""

from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec

from reports.wording.stages import STAGES
from service.boards.collected.actions import Bench, Known
from service.boards.collected.balancing import label_of
from service.boards.collected.deciding import Differences, look_at_both
from service.identity.roles import Office
from service.identity.sessions import Session
from service.settings import Settings
from service.web.views.ballot import Sheet, draw_sheets
from service.web.views.fields import Field, Filled
from surveys.questionnaire.answers import told
from surveys.stages import Stage
from surveys.values import Value


class PileLine(Value, frozen=True, kw_only=True):
    """One pile: printed, entered; and, once signed, the account."""

    name: str
    label: str
    printed: int
    entered: int
    issued: int | None = None
    returned: int | None = None
    invalid: int | None = None


class CollectedView(Value, frozen=True, kw_only=True):
    """`console/collected.html`."""

    survey: str
    title: str
    stage: str
    stage_words: str
    piles: tuple[PileLine, ...]
    once: tuple[str, ...]
    """Serials entered once, which somebody else enters again."""
    differing: tuple[tuple[str, bool], ...]
    """Serials a third decides, and whether the one who looks may."""
    agreed: int
    signed: bool
    unfinished: bool
    may_enter: bool
    may_sign: bool

    @classmethod
    def of(cls, bench: Bench, session: Session) -> "CollectedView":
        """What somebody of the staff sees."""
        stage = bench.row.stage
        during = stage in {Stage.OPEN, Stage.PAUSED}
        signed = bool(bench.piles)
        return cls(
            survey=bench.row.survey_id,
            title=bench.row.title,
            stage=bench.row.stage,
            stage_words=STAGES[bench.row.stage],
            piles=_piles(bench),
            once=tuple(sheet.known.serial for sheet in bench.entered if len(sheet.entries) == 1),
            differing=tuple(
                (sheet.known.serial, session.account not in {e.account_id for e in sheet.entries})
                for sheet in bench.entered
                if sheet.differs
            ),
            agreed=sum(sheet.agreed is not None for sheet in bench.entered),
            signed=signed,
            unfinished=signed and bool(bench.entered),
            may_enter=during and not signed and bool(bench.printed),
            may_sign=during and session.office is Office.SECRETARY and bool(bench.printed),
        )


def pile_name(group: str, unit: str) -> str:
    """The end of the fields in which the numbers of a pile are typed."""
    return f"{group}:{unit}"


def _piles(bench: Bench) -> tuple[PileLine, ...]:
    entered = Counter((sheet.known.group, sheet.known.unit) for sheet in bench.entered)
    accounts = {(pile.weighting_group, pile.unit): pile for pile in bench.piles}
    lines: list[PileLine] = []
    for count in bench.printed:
        account = accounts.get((count.group, count.unit))
        lines.append(
            PileLine(
                name=pile_name(count.group, count.unit),
                label=label_of(bench, count.group, count.unit),
                printed=count.printed,
                entered=account.returned if account else entered[count.group, count.unit],
                issued=account.issued if account else None,
                returned=account.returned if account else None,
                invalid=account.invalid if account else None,
            )
        )
    return tuple(lines)


class SheetView(Value, frozen=True, kw_only=True):
    """`console/collected_sheet.html`: the form of one sheet, whose boxes may be ticked twice."""

    survey: str
    title: str
    serial: str
    label: str
    sheets: tuple[Sheet, ...]
    versions: Differences = ()
    """For a third: where two entries differ."""
    settled: bool = False
    """What two read alike stands in the form already."""
    deciding: bool = False

    @classmethod
    def of(
        cls,
        bench: Bench,
        known: Known,
        *,
        fields: Mapping[str, Sequence[str]] | None = None,
        deciding: bool = False,
        settings: Settings | None = None,
    ) -> "SheetView":
        """An empty sheet, one that came back to be mended, or what two read alike."""
        form = bench.form_of(known.unit)
        both = look_at_both(settings, bench, known, form) if settings and deciding else None
        given = fields or (both.alike if both else {})
        drawn = draw_sheets(form, Filled(fields=given, told=told(form, given)))
        return cls(
            survey=bench.row.survey_id,
            title=bench.row.title,
            serial=known.serial,
            label=label_of(bench, known.group, known.unit),
            sheets=tuple(
                msgspec.structs.replace(sheet, fields=tuple(map(_as_on_paper, sheet.fields)))
                for sheet in drawn
            ),
            deciding=deciding,
            versions=both.differences if both else (),
            settled=bool(both and both.alike),
        )


def _as_on_paper(field: Field) -> Field:
    """On paper nothing stops anybody from ticking twice, or not at all."""
    if field.in_matrix and field.kind == "one":
        return msgspec.structs.replace(field, kind="several", required=False)
    return msgspec.structs.replace(field, required=False)

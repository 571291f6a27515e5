"""A manifest becomes the ballot page: one document that holds every department."""

from collections.abc import Mapping, Sequence

from reports.wording.meeting import ABSTAINS, IS_INVALID
from reports.wording.polls import say_poll_secrecy
from reports.wording.proof import say_secrecy
from service.web.views.fields import Field, Filled, field, matrix_fields
from surveys import manifest as manifests
from surveys.keys import WHOLE, QuestionKey, UnitKey
from surveys.manifest import Manifest, Secrecy
from surveys.poll import Entry, PollManifest
from surveys.questionnaire import fields as names
from surveys.questionnaire.answers import Gap, told
from surveys.questionnaire.conditions import Condition
from surveys.questionnaire.form import Questionnaire, restrict
from surveys.questionnaire.steps import Step, steps
from surveys.rules.ruleset import Blank
from surveys.values import Value

_SECONDS_A_MARK = 5


class Sheet(Value, frozen=True):
    """One step of the page: usually one department."""

    id: str
    title: str
    note: str
    lead: str
    fields: tuple[Field, ...]


class BallotView(Value, frozen=True, kw_only=True):
    """`voter/ballot.html`; `missing` and `filled` only where the server shows it a second time."""

    congress: str
    title: str
    survey: str
    unit: str
    fingerprint: str
    secrecy: str
    blank: str
    departments: int
    minutes: int
    sheets: tuple[Sheet, ...]
    code: str = ""
    gaps: int = 0
    sealed: bool = False
    """Sealed on the voter's own device: without scripts there is no ballot, and no post of one."""
    poll: bool = False
    """A poll is answered, not voted on: the page says so."""
    open_to_all: bool = False
    """Nobody needs a slip."""
    signed: str = ""
    """Somebody signed in: the name under which their device keeps this ballot. No slip is asked."""
    name: str = ""
    """Who signed in, as the page greets them."""
    home: str = ""
    """Where the receipt leads; the front page where it is empty."""
    kiosk: bool = False
    """A tablet of the house: nothing is kept on it from one voter to the next."""
    more: bool = False
    """What was filled in leads to questions that were not shown before."""
    refused: str = ""
    """Why a posted form came back, in a sentence."""
    paused: bool = False
    """The box took no ballots when the page was asked for: said before anything is filled in."""

    @classmethod
    def of(
        cls,
        manifest: Manifest | PollManifest,
        unit: UnitKey = WHOLE,
        *,
        fields: Mapping[str, Sequence[str]] | None = None,
        gaps: Sequence[Gap] = (),
        fingerprint: str = "",
    ) -> "BallotView":
        """The page of one unit; `fields` and `gaps` bring a posted form back to be mended.

        `fingerprint` is that of the manifest as it was frozen.
        """
        given = fields or {}
        form = restrict(manifest.form, unit)
        filled = Filled(
            fields=given,
            missing=frozenset(gap_name(gap) for gap in gaps),
            told=told(form, given),
        )
        sheets = draw_sheets(form, filled)
        return cls(
            congress=manifest.congress,
            title=manifest.title,
            survey=manifest.survey,
            unit=unit,
            fingerprint=fingerprint or manifests.fingerprint(manifest),
            secrecy=_say_secrecy(manifest),
            blank="" if isinstance(manifest, PollManifest) else manifest.rules.handling.blank.value,
            departments=sum(1 for step in steps(form) if step.subject is not None),
            minutes=_minutes(sheets),
            sheets=sheets,
            code=(*given.get("code", ()), "")[0],
            gaps=len(gaps),
            sealed=manifest.secrecy is Secrecy.SEALED,
            poll=isinstance(manifest, PollManifest),
            open_to_all=isinstance(manifest, PollManifest) and manifest.entry is Entry.OPEN_LINK,
        )

    @property
    def script_name(self) -> str:
        """The script that stands in the page; only some forms must look again at every answer."""
        asking = self.poll or any(f.condition for sheet in self.sheets for f in sheet.fields)
        return f"{'sealed-' if self.sealed else ''}{'asking-' if asking else ''}ballot.js"

    @property
    def questions(self) -> int:
        """How many there are before any of them is answered."""
        return sum(1 for sheet in self.sheets for field in sheet.fields if not field.hidden)

    @property
    def blanks_allowed(self) -> str:
        """What an unmarked item counts as where it may be left out, else empty."""
        if not self.blank or all(
            field.required for sheet in self.sheets for field in sheet.fields if field.number
        ):
            return ""
        return IS_INVALID if self.blank == Blank.INVALID.value else ABSTAINS


def gap_name(gap: Gap) -> str:
    """The field a gap is about."""
    if gap.subject:
        return names.cell(gap.question, gap.subject, gap.indicator)
    return names.plain(gap.question)


def _say_secrecy(manifest: Manifest | PollManifest) -> str:
    if isinstance(manifest, PollManifest):
        return say_poll_secrecy(manifest.entry, manifest.custody)
    return say_secrecy(manifest.secrecy, manifest.custody)


def draw_sheets(form: Questionnaire, filled: Filled) -> tuple[Sheet, ...]:
    shown = {matrix.key: matrix.show_if for matrix in form.matrices()}
    return tuple(
        Sheet(
            id=f"d{number}",
            title=step.title or form.title,
            note=step.note,
            lead=step.lead,
            fields=_fields(step, shown, filled),
        )
        for number, step in enumerate(steps(form), start=1)
    )


def _fields(
    step: Step, shown: Mapping[QuestionKey, Condition | None], filled: Filled
) -> tuple[Field, ...]:
    drawn = [
        drawn for grid in step.grids for drawn in matrix_fields(grid, shown[grid.question], filled)
    ]
    numbered = len(drawn)
    for question in step.questions:
        drawn.append(field(question, numbered + 1, filled))
        numbered += bool(drawn[-1].number)
    return tuple(drawn)


def _minutes(sheets: tuple[Sheet, ...]) -> int:
    marks = sum(1 for sheet in sheets for field in sheet.fields if field.number)
    return max(1, -(-marks * _SECONDS_A_MARK // 60))

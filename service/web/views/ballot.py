"""A manifest becomes the ballot page: one document that holds every department."""

from collections.abc import Mapping, Sequence

from reports.wording.proof import say_secrecy
from service.web.views.fields import Field, Filled, field, matrix_fields
from surveys import manifest as manifests
from surveys.keys import WHOLE, UnitKey
from surveys.manifest import Manifest
from surveys.questionnaire import fields as names
from surveys.questionnaire.answers import Gap
from surveys.questionnaire.form import Questionnaire, restrict
from surveys.questionnaire.questions import GradeMatrix
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

    @classmethod
    def of(
        cls,
        manifest: Manifest,
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
        filled = Filled(fields=given, missing=frozenset(gap_name(gap) for gap in gaps))
        sheets = _sheets(form, filled)
        return cls(
            congress=manifest.congress,
            title=manifest.title,
            survey=manifest.survey,
            unit=unit,
            fingerprint=fingerprint or manifests.fingerprint(manifest),
            secrecy=say_secrecy(manifest.secrecy, manifest.custody),
            blank=manifest.rules.handling.blank.value,
            departments=sum(1 for step in steps(form) if step.subject is not None),
            minutes=_minutes(sheets),
            sheets=sheets,
            code=(*given.get("code", ()), "")[0],
            gaps=len(gaps),
        )

    @property
    def blanks_allowed(self) -> str:
        """What an unmarked item counts as where it may be left out, else empty."""
        if all(field.required for sheet in self.sheets for field in sheet.fields if field.number):
            return ""
        return "作废" if self.blank == Blank.INVALID.value else "弃权"


def gap_name(gap: Gap) -> str:
    """The field a gap is about."""
    if gap.subject:
        return names.cell(gap.question, gap.subject, gap.indicator)
    return names.plain(gap.question)


def _sheets(form: Questionnaire, filled: Filled) -> tuple[Sheet, ...]:
    return tuple(
        Sheet(
            id=f"d{number}",
            title=step.title or form.title,
            note=step.note,
            lead=step.lead,
            fields=_fields(form, step, filled),
        )
        for number, step in enumerate(steps(form), start=1)
    )


def _fields(form: Questionnaire, step: Step, filled: Filled) -> tuple[Field, ...]:
    shown = {matrix.key: matrix.show_if for matrix in form.matrices()}
    drawn = [
        drawn for grid in step.grids for drawn in matrix_fields(grid, shown[grid.question], filled)
    ]
    for question in step.questions:
        assert not isinstance(question, GradeMatrix)
        number = sum(1 for earlier in drawn if earlier.number) + 1
        drawn.append(field(question, number, filled))
    return tuple(drawn)


def _minutes(sheets: tuple[Sheet, ...]) -> int:
    marks = sum(1 for sheet in sheets for field in sheet.fields if field.number)
    return max(1, -(-marks * _SECONDS_A_MARK // 60))

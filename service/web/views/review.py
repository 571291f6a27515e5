"""Posted answers become the review page and the receipt of a browser without scripts."""

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from service.web.views.ballot import BallotView
from service.web.views.fields import Choice, Field
from surveys import canonical
from surveys.ballots.receipt import Receipt
from surveys.keys import WHOLE, UnitKey
from surveys.manifest import Manifest
from surveys.poll import PollManifest
from surveys.values import Value


class Line(Value, frozen=True):
    """One question and what was answered; `remark` lines are texts."""

    title: str
    answer: str
    remark: bool


class Summary(Value, frozen=True):
    """One department: counts by grade in the order of the scale, then every answer."""

    id: str
    title: str
    counts: tuple[tuple[str, int], ...]
    blank: int
    lines: tuple[Line, ...]


class ReviewView(Value, frozen=True, kw_only=True):
    """`voter/check.html`: nothing is stored; the answers travel in hidden fields."""

    congress: str
    title: str
    survey: str
    blanks_allowed: str
    summaries: tuple[Summary, ...]
    hidden: tuple[tuple[str, str], ...]
    poll: bool = False

    @classmethod
    def of(
        cls, manifest: Manifest | PollManifest, unit: UnitKey, fields: Mapping[str, Sequence[str]]
    ) -> "ReviewView":
        """`fields` is the posted form as it came, slip and form version included."""
        ballot = BallotView.of(manifest, unit or WHOLE, fields=fields)
        return cls(
            congress=manifest.congress,
            title=manifest.title,
            survey=manifest.survey,
            blanks_allowed=ballot.blanks_allowed,
            summaries=tuple(
                _summary(sheet.id, sheet.title, asked, poll=ballot.poll)
                for sheet in ballot.sheets
                if (asked := tuple(field for field in sheet.fields if not field.hidden))
            ),
            hidden=tuple((name, value) for name, values in fields.items() for value in values),
            poll=ballot.poll,
        )


class ReceiptView(Value, frozen=True, kw_only=True):
    """`voter/receipt.html`; it shows no time, which only the phone may add."""

    congress: str
    title: str
    code: str
    repeated: bool
    file: str
    """The receipt as a `data:` address, to be kept."""
    poll: bool = False

    @classmethod
    def of(
        cls, manifest: Manifest | PollManifest, receipt: Receipt, *, repeated: bool
    ) -> "ReceiptView":
        """Show a receipt that the box has just given."""
        return cls(
            congress=manifest.congress,
            title=manifest.title,
            code=receipt.code,
            repeated=repeated,
            file="data:application/json," + quote(canonical.encode(receipt)),
            poll=isinstance(manifest, PollManifest),
        )


def _summary(id_: str, title: str, fields: tuple[Field, ...], *, poll: bool) -> Summary:
    """What a poll says may be left empty is no gap."""
    lines = tuple(_line(field) for field in fields)
    awaited = (field for field in fields if field.number and (field.required or not poll))
    return Summary(
        id=id_,
        title=title,
        counts=_counts(fields),
        blank=sum(1 for field in awaited if not _answer(field)),
        lines=tuple(line for line in lines if line.answer or not line.remark),
    )


def _counts(fields: tuple[Field, ...]) -> tuple[tuple[str, int], ...]:
    graded = [field for field in fields if field.in_matrix]
    grades = dict.fromkeys(choice for field in graded for choice in field.choices)
    given = [value for field in graded for value in field.filled]
    pairs = ((choice.label, given.count(choice.value)) for choice in grades)
    return tuple((label, count) for label, count in pairs if count)


def _line(field: Field) -> Line:
    return Line(title=field.title, answer=_answer(field), remark=field.kind in {"line", "text"})


def _answer(field: Field) -> str:
    if field.rows:
        placed = ((row.filled, row.label) for row in field.rows if row.filled)
        return "、".join(f"{place} {label}" for place, label in sorted(placed))
    if field.choices:
        return "、".join(_label(field.choices, value) for value in field.filled if value)
    return "".join(field.filled) + (field.unit if any(field.filled) else "")


def _label(choices: tuple[Choice, ...], value: str) -> str:
    return next((choice.label for choice in choices if choice.value == value), value)

"""A published poll and what of it stands beside an evaluation -> the quotation that is printed.

Nothing is worked out here: every number is one the poll published, so what its gate of disclosure
withheld is withheld here too, and what an interval may be called was decided there.
"""

from collections.abc import Iterator

from surveys.keys import AppraiseeKey, Key, SurveyKey
from surveys.poll import Entry, Holder, PollManifest
from surveys.questionnaire.questions import Option
from surveys.quotation.matching import Place
from surveys.statistics.poll_reading import (
    Basis,
    PollReading,
    Rate,
    Span,
    Weighted,
    Weighting,
)
from surveys.statistics.verdicts import NotComputable
from surveys.tally.poll_results import PollResult, PublishedTable
from surveys.tally.poll_tables import BLANK
from surveys.values import Value


class Choice(Value, frozen=True):
    """What a person chose of a poll: one topic, and for each appraisee its place."""

    title: str
    answers: tuple[Option, ...]
    places: dict[AppraiseeKey, Place]


class Source(Value, frozen=True):
    """A poll as it was published."""

    manifest: PollManifest
    result: PollResult
    fingerprint: str
    """Of its result, as its own report prints it."""
    reading: PollReading | None = None
    """None where another release wrote it otherwise: then there is no interval."""


class Answer(Value, frozen=True):
    """One answer, how many gave it, and how sure its share is."""

    label: str
    number: int
    span: Span | NotComputable | None = None
    """None where nobody may be estimated from those who answered."""
    weighted: Weighted | None = None


class Quoted(Value, frozen=True):
    """What was answered about one appraisee."""

    appraisee: AppraiseeKey
    label: str
    """As the poll named it."""
    asked: int
    answered: int
    """Those who said anything: the base of the shares."""
    answers: tuple[Answer, ...]
    """Empty where fewer than the minimum answered."""


class Quotation(Value, frozen=True):
    """The block of voters (选民意见), published as `voters.json`; no result is computed from it."""

    poll: SurveyKey
    title: str
    result: str
    """Fingerprint of the poll's result."""
    opened_at: str
    closed_at: str
    published_at: str
    question: str
    entry: Entry
    holder: Holder
    issued: int
    valid: int
    minimum: int
    basis: Basis
    population: int | None
    margins: tuple[tuple[str, int], ...]
    """Each group and its size: what the shares were weighed by, where they were."""
    weighting: Weighting | NotComputable | None
    appraisees: tuple[Quoted, ...]

    @property
    def weighed(self) -> bool:
        """Whether any weighted share could be told."""
        return any(answer.weighted for each in self.appraisees for answer in each.answers)

    def find(self, appraisee: AppraiseeKey) -> Quoted | None:
        """What was answered about one; None where the poll did not ask."""
        return next((each for each in self.appraisees if each.appraisee == appraisee), None)


def quote(source: Source, choice: Choice) -> Quotation:
    """Take over what was published. Without a reading it speaks for its participants only."""
    manifest, result, reading = source.manifest, source.result, source.reading
    return Quotation(
        poll=manifest.survey,
        title=manifest.title,
        result=source.fingerprint,
        opened_at=result.opened_at,
        closed_at=result.closed_at,
        published_at=result.published_at,
        question=choice.title,
        entry=manifest.entry,
        holder=manifest.frame.holder if manifest.frame else Holder.PERSON,
        issued=result.issued,
        valid=result.valid,
        minimum=result.minimum,
        basis=reading.basis if reading else Basis.PARTICIPANTS,
        population=reading.population if reading else None,
        margins=manifest.margins,
        weighting=reading.weighting if reading else None,
        appraisees=tuple(_appraisees(source, choice)),
    )


def _appraisees(source: Source, choice: Choice) -> Iterator[Quoted]:
    asked = {each.question: each.asked for each in source.result.questions}
    tables = {
        (table.question, table.part): table
        for each in source.result.questions
        for table in each.tables
    }
    for appraisee, place in choice.places.items():
        table = tables[place.question, place.part]
        totals = {column.key: column.total for column in table.columns if column.key != BLANK}
        yield Quoted(
            appraisee=appraisee,
            label=place.label,
            asked=asked[place.question],
            answered=sum(totals.values()),
            answers=tuple(_answers(source, table, choice)) if totals else (),
        )


def _answers(source: Source, table: PublishedTable, choice: Choice) -> Iterator[Answer]:
    rates = _rates(source.reading, table)
    totals = {column.key: column.total for column in table.columns}
    for option in choice.answers:
        rate = rates.get(option.key)
        yield Answer(
            label=option.label,
            number=totals[option.key],
            span=rate.span if rate else None,
            weighted=rate.weighted if rate else None,
        )


def _rates(reading: PollReading | None, table: PublishedTable) -> dict[Key, Rate]:
    return {
        rate.answer: rate
        for rate in (reading.rates if reading else ())
        if (rate.question, rate.part) == (table.question, table.part)
    }

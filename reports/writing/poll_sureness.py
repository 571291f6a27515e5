"""The reading of a poll becomes intervals behind its shares, and what they mean."""

from collections.abc import Iterable
from typing import Final

from reports.wording import poll_report as said
from surveys.keys import Key, QuestionKey
from surveys.statistics.poll_reading import Average, Basis, PollReading, Span
from surveys.statistics.verdicts import NotComputable, Reason
from surveys.tally.poll_results import PublishedTable
from surveys.values import Value

INTERVALS: Final[dict[Basis, str]] = {
    Basis.SAMPLE: said.CONFIDENCE,
    Basis.RETURNED: said.REFERENCE,
    Basis.PARTICIPANTS: "",
}
"""What an interval may be called."""


class Sureness(Value, frozen=True):
    """A reading, looked up by question, part and answer."""

    name: str
    spans: dict[tuple[QuestionKey, tuple[Key, ...], Key], Span]
    averages: dict[QuestionKey, Average]

    def say(self, table: PublishedTable, answer: Key) -> str:
        """The interval of one answer, or nothing."""
        span = self.spans.get((table.question, table.part, answer))
        return say_span(span) if span else ""

    def say_average(self, question: QuestionKey, unit: str) -> str:
        """The interval of a mean, as a clause, or nothing."""
        found = self.averages.get(question)
        return f"（{self.name}{found.low:g}至{found.high:g}{unit}）" if found else ""


NOT_SURE: Final = Sureness("", {}, {})


def look_up(reading: PollReading | None) -> Sureness:
    """Without a reading there are no intervals."""
    if reading is None:
        return NOT_SURE
    return Sureness(
        INTERVALS[reading.basis],
        {
            (rate.question, rate.part, rate.answer): rate.span
            for rate in reading.rates
            if isinstance(rate.span, Span)
        },
        {each.question: each for each in reading.averages},
    )


def say_span(span: Span) -> str:
    """Both ends, without the sign of percent.

    >>> say_span(Span(71, 81))
    '71至81'
    """
    return f"{span.low}至{span.high}"


def say_sureness(reading: PollReading) -> str:
    """What the intervals of a poll mean, or why there are none."""
    spans = (rate.span for rate in reading.rates)
    return say_basis(reading.basis, reading.population, spans)


def say_basis(
    basis: Basis, population: int | None, spans: Iterable[Span | NotComputable | None]
) -> str:
    """What intervals mean that stand for so many, or why there are none."""
    told = set(spans)
    match basis:
        case Basis.PARTICIPANTS:
            return said.SURE_NOBODY
        case _ if told == {NotComputable(Reason.EVERYONE_VOTED)}:
            return said.SURE_WHOLE
        case Basis.SAMPLE:
            return said.SURE_SAMPLE.format(population=population)
        case Basis.RETURNED:
            return said.SURE_RETURNED.format(population=population)

"""The count of a poll becomes its result, once its tables passed the gate of disclosure."""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Final, TypeAlias

from surveys.keys import QuestionKey
from surveys.manifest import PROTOCOL
from surveys.poll import PollManifest
from surveys.tally.measures import mean, mean_ranks, median, quantile
from surveys.tally.poll_merging import overall
from surveys.tally.poll_results import (
    Measures,
    PollCount,
    PollResult,
    PublishedTable,
    QuestionResult,
)
from surveys.tally.poll_tables import PollTable, tables
from surveys.tally.poll_tally import MeasureTally, QuestionTally, RankingTally, TextTally
from surveys.values import Value

Gate: TypeAlias = Callable[[PollTable], PublishedTable]
"""What withholds small cells; it knows statistics, and this room does not."""

TURNOUT: Final = "turnout"
RETURNED: Final = "returned"
NOT_RETURNED: Final = "not_returned"


class Times(Value, frozen=True):
    """When a poll was opened, closed and published, RFC 3339."""

    opened_at: str
    closed_at: str
    published_at: str


def conclude(manifest: PollManifest, count: PollCount, times: Times, *, gate: Gate) -> PollResult:
    """Everything that may be told of a poll."""
    whole = overall(count.tally)
    passed = _by_question(gate(table) for table in tables(manifest, count.tally))
    return PollResult(
        protocol=PROTOCOL,
        survey=count.survey,
        manifest=count.manifest,
        sealed=count.sealed,
        sealed_root=count.sealed_root,
        valid=whole.ballots,
        unopened=count.unopened,
        issued=sum(group.issued for group in count.turnout),
        turnout=gate(_turnout(count)),
        questions=tuple(
            _question(
                question.key,
                tally,
                passed.get(question.key, ()),
                texts=count.texts.get(question.key, 0),
                minimum=manifest.minimum,
            )
            for question in manifest.form.questions()
            if (tally := whole.questions.get(question.key)) is not None
        ),
        minimum=manifest.minimum,
        opened_at=times.opened_at,
        closed_at=times.closed_at,
        published_at=times.published_at,
    )


def _by_question(
    passed: Iterable[PublishedTable],
) -> Mapping[QuestionKey, tuple[PublishedTable, ...]]:
    found: dict[QuestionKey, tuple[PublishedTable, ...]] = {}
    for table in passed:
        found[table.question] = (*found.get(table.question, ()), table)
    return found


def _turnout(count: PollCount) -> PollTable:
    return PollTable(
        question=TURNOUT,
        part=(),
        columns=(RETURNED, NOT_RETURNED),
        counts={
            group.group: {RETURNED: group.returned, NOT_RETURNED: group.issued - group.returned}
            for group in count.turnout
        },
    )


def _question(
    key: QuestionKey,
    tally: QuestionTally,
    passed: tuple[PublishedTable, ...],
    *,
    texts: int,
    minimum: int,
) -> QuestionResult:
    enough = tally.answered >= minimum
    return QuestionResult(
        question=key,
        asked=tally.asked,
        answered=texts if isinstance(tally, TextTally) else tally.answered,
        tables=passed,
        measures=_measures(tally) if isinstance(tally, MeasureTally) and enough else None,
        mean_ranks=mean_ranks(tally) if isinstance(tally, RankingTally) and enough else {},
    )


def _measures(tally: MeasureTally) -> Measures:
    return Measures(
        mean=mean(tally.counts),
        median=median(tally.counts),
        lower=quantile(tally.counts, Fraction(1, 4)),
        upper=quantile(tally.counts, Fraction(3, 4)),
    )

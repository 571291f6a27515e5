"""The count of a poll and its published result -> how sure its shares and means are.

What is published of a table bounds what is said of it here: no table, no rate.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import ceil, floor

import numpy as np
import scipy

from surveys.keys import Key, QuestionKey
from surveys.poll import Entry, Holder, PollManifest
from surveys.questionnaire.questions import Question, Ranking, Scale
from surveys.statistics.computable import NotComputable, Numbers
from surveys.statistics.findings import VERSION
from surveys.statistics.intervals import LEVEL, Interval, proportion
from surveys.statistics.means import mean
from surveys.statistics.poll_reading import Average, Basis, PollReading, Rate, Span
from surveys.statistics.poll_weighting import Known, cost, outwards, weigh
from surveys.tally.poll_merging import overall
from surveys.tally.poll_results import PollCount, PollResult, PublishedTable
from surveys.tally.poll_tables import BLANK, NOT_CHOSEN, PollTable, tables
from surveys.tally.poll_tally import MeasureTally


def find_poll(
    manifest: PollManifest, count: PollCount, result: PollResult, *, fingerprint: str
) -> PollReading:
    """All of it; whatever cannot be computed carries its reason or is left out."""
    known = _known(manifest)
    sure = known.basis is not Basis.PARTICIPANTS
    return PollReading(
        survey=manifest.survey,
        manifest=count.manifest,
        result=fingerprint,
        basis=known.basis,
        population=known.population,
        rates=tuple(_rates(manifest, count, result, known)) if sure else (),
        averages=tuple(_averages(manifest, count, result, known)) if sure else (),
        weighting=cost(count, known) if sure else None,
        level=LEVEL,
        libraries={"minping": VERSION, "numpy": np.__version__, "scipy": scipy.__version__},
    )


def _known(manifest: PollManifest) -> Known:
    frame = manifest.frame
    if manifest.entry is Entry.OPEN_LINK or frame is None:
        return Known(Basis.PARTICIPANTS, {})
    drawn = frame.holder is Holder.PERSON
    basis = Basis.SAMPLE if drawn else Basis.RETURNED
    return Known(basis, {stratum.group: stratum.size for stratum in frame.strata})


def _rates(
    manifest: PollManifest, count: PollCount, result: PollResult, known: Known
) -> Iterator[Rate]:
    published = {(t.question, t.part): t for each in result.questions for t in each.tables}
    asked = {question.key: question for question in manifest.form.questions()}
    for table in tables(manifest, count.tally):
        told, question = published[table.question, table.part], asked[table.question]
        if not told.columns or (isinstance(question, Ranking) and table.part):
            continue
        for answer in table.columns:
            if answer not in {NOT_CHOSEN, BLANK}:
                yield _rate(table, answer, told=told, known=_of(question, known))


def _of(question: Question, known: Known) -> Known:
    """How many a question was for is known only where everybody was asked."""
    return known if question.show_if is None else Known(known.basis, {})


def _rate(table: PollTable, answer: Key, *, told: PublishedTable, known: Known) -> Rate:
    by_group = {group: _base(counts) for group, counts in table.counts.items()}
    said, base = sum(row[answer] for row in table.counts.values()), sum(by_group.values())
    return Rate(
        question=table.question,
        part=table.part,
        answer=answer,
        span=_span(proportion(said, base, population=known.population)),
        weighted=weigh(table, answer, by_group, told=told, known=known),
    )


def _base(counts: Mapping[Key, int]) -> int:
    """Those who said anything; a cell left blank says nothing."""
    return sum(number for key, number in counts.items() if key != BLANK)


def _span(found: Interval | NotComputable) -> Span | NotComputable:
    return found if isinstance(found, NotComputable) else Span(*outwards(found))


def _averages(
    manifest: PollManifest, count: PollCount, result: PollResult, known: Known
) -> Iterator[Average]:
    told: set[QuestionKey] = {r.question for r in result.questions if r.measures is not None}
    tallies = overall(count.tally).questions
    for question in manifest.form.questions():
        tally = tallies.get(question.key)
        if question.key not in told or not isinstance(tally, MeasureTally):
            continue
        found = mean(
            _values(tally), population=_of(question, known).population, scale=_ends(question)
        )
        if not isinstance(found, NotComputable) and isinstance(found.interval, Interval):
            low, high = found.interval.low * 10, found.interval.high * 10
            yield Average(question.key, floor(low) / 10, ceil(high) / 10)


def _values(tally: MeasureTally) -> Numbers:
    values = [float(Fraction(value)) for value in tally.counts]
    return np.repeat(np.array(values, dtype=np.float64), [*tally.counts.values()])


def _ends(question: Question) -> tuple[float, float] | None:
    match question:
        case Scale(low=low, high=high):
            return float(low), float(high)
        case _:
            return None

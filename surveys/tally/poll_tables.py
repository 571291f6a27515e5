"""The tally of a poll becomes tables, groups by answers, for the gate of disclosure to pass.

Everybody of a row stands in exactly one column. An answer that may be given several times is a
table for each option, a matrix one for each cell. Numbers and long scales give no table: with a
column for each value every cell would be small.

Tables are protected one by one, so no table may be worked out from others. Of a ranking only the
first places are told by group: all places of all options add up. Neither is a question that only
some were asked: how many answered it is how many gave the answer that leads there.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from typing import Final

from surveys.keys import GroupKey, Key, QuestionKey
from surveys.poll import EVERYBODY, PollManifest
from surveys.questionnaire.questions import (
    GradeMatrix,
    LongText,
    MultipleChoice,
    Number,
    Question,
    Ranking,
    Scale,
    ShortText,
    SingleChoice,
)
from surveys.tally.measures import firsts
from surveys.tally.poll_merging import add
from surveys.tally.poll_tally import (
    ChoiceTally,
    GradesTally,
    MeasureTally,
    PollTally,
    QuestionTally,
    RankingTally,
)
from surveys.tally.tally import Cell
from surveys.values import Value

LONG_SCALE: Final = 11
"""Values of a scale that still are columns of a table."""
CHOSEN: Final = "chosen"
NOT_CHOSEN: Final = "not_chosen"
BLANK: Final = "blank"
UNPLACED: Final = "unplaced"


class PollTable(Value, frozen=True):
    """Counts by group and answer of one question, or of one part of it. Not to be published."""

    question: QuestionKey
    part: tuple[Key, ...]
    """Subject and indicator of a matrix's cell; the option of a multiple choice, or of the places
    it was given in a ranking. The first places of a ranking have none."""
    columns: tuple[Key, ...]
    counts: dict[GroupKey, dict[Key, int]]


def tables(manifest: PollManifest, tally: PollTally) -> tuple[PollTable, ...]:
    """Every table of a poll, in the order of its form."""
    return tuple(
        table
        for question in manifest.form.questions()
        for table in _tables(question, _by_group(manifest, tally, question))
    )


def _by_group(
    manifest: PollManifest, tally: PollTally, question: Question
) -> dict[GroupKey, QuestionTally]:
    found = {
        group.key: tally.groups[group.key].questions[question.key]
        for group in manifest.groups
        if group.key in tally.groups
    }
    return found if question.show_if is None else _everybody(found)


def _everybody(by_group: Mapping[GroupKey, QuestionTally]) -> dict[GroupKey, QuestionTally]:
    return {EVERYBODY.key: reduce(add, by_group.values())} if by_group else {}


def _tables(question: Question, by_group: Mapping[GroupKey, QuestionTally]) -> Iterator[PollTable]:
    match question:
        case SingleChoice(key=key, options=options):
            columns = tuple(option.key for option in options)
            yield _table(key, (), columns, _choices(by_group))
        case MultipleChoice(key=key, options=options):
            for option in options:
                counts = dict(_chosen(by_group, option.key))
                yield _table(key, (option.key,), (CHOSEN, NOT_CHOSEN), counts)
        case Scale(key=key, low=low, high=high):
            if high - low < LONG_SCALE:
                values = tuple(str(value) for value in range(low, high + 1))
                yield _table(key, (), values, _measures(by_group))
        case Ranking(key=key, options=options, places=places):
            yield _table(key, (), (option.key for option in options), _firsts(by_group))
            columns = (*(str(n) for n in range(1, (places or len(options)) + 1)), UNPLACED)
            for option in options:
                placed = _placed(_everybody(by_group), option.key)
                yield _table(key, (option.key,), columns, dict(placed))
        case GradeMatrix():
            yield from _cells(question, by_group)
        case Number() | ShortText() | LongText():
            return


def _table(
    question: QuestionKey,
    part: tuple[Key, ...],
    columns: Iterable[Key],
    counts: Mapping[GroupKey, Mapping[Key, int]],
) -> PollTable:
    keys = tuple(columns)
    return PollTable(
        question=question,
        part=part,
        columns=keys,
        counts={
            group: {column: found.get(column, 0) for column in keys}
            for group, found in counts.items()
        },
    )


def _choices(by_group: Mapping[GroupKey, QuestionTally]) -> dict[GroupKey, dict[Key, int]]:
    return {g: t.counts for g, t in by_group.items() if isinstance(t, ChoiceTally)}


def _measures(by_group: Mapping[GroupKey, QuestionTally]) -> dict[GroupKey, dict[Key, int]]:
    return {g: t.counts for g, t in by_group.items() if isinstance(t, MeasureTally)}


def _chosen(
    by_group: Mapping[GroupKey, QuestionTally], option: Key
) -> Iterator[tuple[GroupKey, dict[Key, int]]]:
    for group, tally in by_group.items():
        if isinstance(tally, ChoiceTally):
            number = tally.counts[option]
            yield group, {CHOSEN: number, NOT_CHOSEN: tally.answered - number}


def _firsts(by_group: Mapping[GroupKey, QuestionTally]) -> dict[GroupKey, dict[Key, int]]:
    return {g: firsts(t) for g, t in by_group.items() if isinstance(t, RankingTally)}


def _placed(
    by_group: Mapping[GroupKey, QuestionTally], option: Key
) -> Iterator[tuple[GroupKey, dict[Key, int]]]:
    for group, tally in by_group.items():
        if isinstance(tally, RankingTally):
            places = tally.places[option]
            given = {str(place): number for place, number in enumerate(places, start=1)}
            yield group, {**given, UNPLACED: tally.answered - sum(places)}


def _cells(
    question: GradeMatrix, by_group: Mapping[GroupKey, QuestionTally]
) -> Iterator[PollTable]:
    grades = question.marks() if len(question.marks()) <= LONG_SCALE else ()
    for subject in question.subjects if grades else ():
        for indicator in question.indicators:
            found = {
                group: _marks(tally.cells[subject.key][indicator.key])
                for group, tally in by_group.items()
                if isinstance(tally, GradesTally)
            }
            part = (subject.key, indicator.key)
            yield _table(question.key, part, (*grades, BLANK), found)


def _marks(cell: Cell) -> dict[Key, int]:
    return {**cell.counts, BLANK: cell.blank + cell.overmarked}

"""The tables of a result (测评结果统计表): only the columns that are in use."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from reports.document import Align, Annex, Column, Table
from reports.wording.numbers import NOTHING
from reports.writing.marks import (
    Appraised,
    deciding_item,
    joint_metrics,
    labels,
    rate_of,
    unit_of,
    write_metrics,
)
from surveys.rules.ruleset import Column as Shown
from surveys.rules.ruleset import GradeOption, Metric, RuleSet
from surveys.rules.scale import number
from surveys.tally.results import AppraiseeResult, ItemResult

Results: TypeAlias = Sequence[AppraiseeResult]
Strip: TypeAlias = tuple[Column, tuple[str, ...]]
"""A column with its cells, top to bottom."""

ABREAST = 5
"""Appraisees side by side in the table of indicators."""
FIRST = 41
"""Percent of the width for the names of indicators: twelve characters of 四号."""


def summary_table(appraised: Appraised, results: Results, *, omit_zero: bool) -> Table:
    """One row an appraisee. With `omit_zero`, options nobody marked have no column."""
    strips = tuple(_strips(appraised, results, omit_zero=omit_zero))
    return Table(
        caption="民主测评结果统计表",
        columns=tuple(column for column, _ in strips),
        rows=tuple(zip(*(cells for _, cells in strips), strict=True)),
        heads=2,
        unit=_unit(appraised.rules, results),
    )


def indicator_annex(appraised: Appraised, results: Results) -> tuple[Annex, ...]:
    """The first metric of every item, appraisees side by side; none where one item was asked."""
    rules = appraised.rules
    if len(rules.items) < 2 or not rules.metrics:
        return ()
    metric = rules.metrics[0]
    tables = (
        _indicator_table(appraised, metric, results[at : at + ABREAST])
        for at in range(0, len(results), ABREAST)
    )
    return (Annex(f"各项指标{metric.label}", tuple(tables)),)


def _indicator_table(appraised: Appraised, metric: Metric, results: Results) -> Table:
    names = labels(appraised)
    found = [{item.item: item for item in result.items} for result in results]
    return Table(
        caption="",
        unit=unit_of(metric),
        columns=(
            Column("测评指标", align=Align.LEFT, width=FIRST),
            *(
                Column(names[result.appraisee], width=(100 - FIRST) // len(results))
                for result in results
            ),
        ),
        rows=tuple(
            (
                item.label,
                *(_item_cell(appraised.rules, metric, items.get(item.key)) for items in found),
            )
            for item in appraised.rules.items
        ),
    )


def _item_cell(rules: RuleSet, metric: Metric, item: ItemResult | None) -> str:
    return NOTHING if item is None else write_metrics(rules, item.metrics)[metric.key]


def _strips(appraised: Appraised, results: Results, *, omit_zero: bool) -> Iterator[Strip]:
    rules, names = appraised.rules, labels(appraised)
    yield Column("序号"), tuple(str(place) for place, _ in enumerate(results, 1))
    yield (
        Column("测评对象", align=Align.LEFT),
        tuple(names[result.appraisee] for result in results),
    )
    yield from _paper_strips(rules, results)
    for option in rules.options:
        yield from _option_strips(rules, results, option=option, omit_zero=omit_zero)
    if _shows(rules, Shown.COUNTS, otherwise=True):
        yield from _odd_strips(rules, results)
    if _shows(rules, Shown.METRICS, otherwise=True):
        for metric in joint_metrics(rules):
            yield _metric_strip(rules, results, metric=metric, heading=Column(metric.label))
    yield from _judgement_strips(rules, results)


def _shows(rules: RuleSet, column: Shown, *, otherwise: bool) -> bool:
    """What the rule set says is shown; where it says nothing, what is in use."""
    asked = rules.publication.columns
    return column in asked if asked else otherwise


def _paper_strips(rules: RuleSet, results: Results) -> Iterator[Strip]:
    """Slips, where they differ from one appraisee to the next or some were spoiled."""
    differ = len({(result.issued, result.returned) for result in results}) > 1
    spoiled = any(result.valid != result.returned for result in results)
    if _shows(rules, Shown.ISSUED, otherwise=differ):
        yield _count_strip("发出", results, lambda result: result.issued)
    if _shows(rules, Shown.RETURNED, otherwise=differ):
        yield _count_strip("收回", results, lambda result: result.returned)
    if _shows(rules, Shown.VALID, otherwise=spoiled):
        yield _count_strip("有效", results, lambda result: result.valid)


def _option_strips(
    rules: RuleSet, results: Results, *, option: GradeOption, omit_zero: bool
) -> Iterator[Strip]:
    counts = [_marks(rules, result, option.key) for result in results]
    rate = rate_of(rules, option.key)
    if omit_zero and set(counts) == {0}:
        return
    if set(counts) != {None} and _shows(rules, Shown.COUNTS, otherwise=True):
        cells = tuple(NOTHING if count is None else str(count) for count in counts)
        yield Column("票数" if rate else option.label, option.label if rate else ""), cells
    if rate and _shows(rules, Shown.METRICS, otherwise=True):
        yield _metric_strip(rules, results, metric=rate, heading=Column("比率", option.label))


def _odd_strips(rules: RuleSet, results: Results) -> Iterator[Strip]:
    """Cells left blank or marked more than once."""
    items = [deciding_item(rules, result) for result in results]
    for label, counts in (
        ("未填", [item.blank if item else 0 for item in items]),
        ("多填", [item.overmarked if item else 0 for item in items]),
    ):
        if any(counts):
            yield Column(label), tuple(str(count) for count in counts)


def _judgement_strips(rules: RuleSet, results: Results) -> Iterator[Strip]:
    graded = any(result.grade is not None for result in results)
    if graded and _shows(rules, Shown.GRADE, otherwise=True):
        yield Column("等次"), tuple(result.grade or NOTHING for result in results)
    placed = any(result.standing is not None for result in results)
    if placed and _shows(rules, Shown.STANDING, otherwise=True):
        standings = (result.standing for result in results)
        yield Column("名次"), tuple(NOTHING if s is None else str(s) for s in standings)


def _metric_strip(rules: RuleSet, results: Results, *, metric: Metric, heading: Column) -> Strip:
    return heading, tuple(write_metrics(rules, result.metrics)[metric.key] for result in results)


def _count_strip(label: str, results: Results, number: Callable[[AppraiseeResult], int]) -> Strip:
    return Column(label), tuple(str(number(result)) for result in results)


def _marks(rules: RuleSet, result: AppraiseeResult, option: str) -> int | None:
    item = deciding_item(rules, result)
    return None if item is None else number(rules, option, item.counts)


def _unit(rules: RuleSet, results: Results) -> str:
    marks = ["票"] if all(deciding_item(rules, result) for result in results) else []
    return "、".join(dict.fromkeys([*marks, *(unit_of(metric) for metric in rules.metrics)]))

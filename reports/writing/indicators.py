"""The indicators of one appraisee, those to mend first, beside the average of all."""

from decimal import Decimal
from fractions import Fraction
from typing import Final

from reports.charts import GradeBars, GradeRow, ScoreRow, Scores
from reports.document import Align, Column, Figure, Table, figure_of
from reports.wording.numbers import NOTHING
from reports.writing.marked import marked
from reports.writing.marks import unit_of, write_metrics
from reports.writing.summary import Results
from surveys.keys import Key
from surveys.rules.ruleset import Metric, Role, RuleSet, Share
from surveys.tally.results import AppraiseeResult, ItemResult
from surveys.values import Value

_A_PAGE: Final = 9
"""Rows of a chart that leave room on a page for its caption."""


class Standing(Value, frozen=True):
    """One indicator: its own number and the average's, as they are printed."""

    label: str
    item: ItemResult
    own: str
    average: str


def worst_first(rules: RuleSet, result: AppraiseeResult, results: Results) -> tuple[Standing, ...]:
    """Every indicator by the first metric, the one most in need of mending first.

    An overall verdict (总体评价) that decides alone is no aspect to mend: it comes last.
    """
    metric, found = rules.metrics[0], {item.item: item for item in result.items}
    known = [item for item in rules.items if found[item.key].metrics[metric.key] is not None]
    bad = _counts_against(rules, metric)
    driving = sum(item.drives_grade for item in rules.items)
    ordered = sorted(
        known,
        key=lambda item: (
            item.drives_grade and driving == 1,
            (found[item.key].metrics[metric.key] or Fraction(0)) * (-1) ** bad,
        ),
    )
    return tuple(
        Standing(
            item.label,
            found[item.key],
            own=write_metrics(rules, found[item.key].metrics)[metric.key],
            average=_average(rules, metric, item.key, results),
        )
        for item in ordered
    )


def _counts_against(rules: RuleSet, metric: Metric) -> bool:
    """Whether more of the metric is worse, as of 不满意率."""
    roles = {option.key: option.role for option in rules.options}
    return isinstance(metric, Share) and all(roles[key] is Role.NEGATIVE for key in metric.options)


def _average(rules: RuleSet, metric: Metric, item: Key, results: Results) -> str:
    known = [
        value
        for each in results
        for found in each.items
        if found.item == item and (value := found.metrics[metric.key]) is not None
    ]
    mean = sum(known, Fraction(0)) / len(known) if known else None
    return write_metrics(rules, {metric.key: mean})[metric.key]


def average_of(rules: RuleSet, metric: Metric, results: Results) -> str:
    """The plain average of all appraisees, as it is printed."""
    known = [value for each in results if (value := each.metrics[metric.key]) is not None]
    mean = sum(known, Fraction(0)) / len(known) if known else None
    return write_metrics(rules, {metric.key: mean})[metric.key]


def indicator_table(rules: RuleSet, standings: tuple[Standing, ...]) -> Table:
    """Own number and average of every indicator."""
    metric = rules.metrics[0]
    return Table(
        caption=f"各项指标{metric.label}",
        unit=unit_of(metric),
        columns=(
            Column("序号", width=10),
            Column("测评指标", align=Align.LEFT, width=54),
            Column("本单位", width=18),
            Column("平均", width=18),
        ),
        rows=tuple(
            (str(place), each.label, each.own, each.average)
            for place, each in enumerate(standings, 1)
        ),
        heads=2,
    )


def indicator_figures(rules: RuleSet, standings: tuple[Standing, ...]) -> tuple[Figure, ...]:
    """The same as charts, each no longer than a page."""
    shown = [each for each in standings if each.own != NOTHING]
    chunks = [shown[at : at + _A_PAGE] for at in range(0, len(shown), _A_PAGE)]
    if len(chunks) > 1 and len(chunks[-1]) < 3:
        half = (len(shown) + 1) // 2
        chunks = [shown[:half], shown[half:]] if len(chunks) == 2 else chunks
    caption = f"各项指标{'票数构成' if rules.options else rules.metrics[0].label}"
    return tuple(
        figure_of(
            _bars(rules, chunk) if rules.options else _scores(rules, chunk),
            f"{caption}（{at}／{len(chunks)}）" if len(chunks) > 1 else caption,
        )
        for at, chunk in enumerate(chunks, 1)
    )


def _bars(rules: RuleSet, standings: list[Standing]) -> GradeBars:
    note = f"{rules.metrics[0].label}{{}}{unit_of(rules.metrics[0])}"
    rows = marked(rules, [[each.item] for each in standings])
    return GradeBars(
        tuple(
            GradeRow(each.label, marks, note.format(each.own))
            for each, marks in zip(standings, rows, strict=True)
        )
    )


def _scores(rules: RuleSet, standings: list[Standing]) -> Scores:
    ends = (rules.points.low, rules.points.high) if rules.points else (0, 100)
    rows = tuple(ScoreRow(each.label, Decimal(each.own)) for each in standings)
    return Scores(rows, (Decimal(ends[0]), Decimal(ends[1])))

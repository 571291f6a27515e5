"""Published results of several years become one department's table and chart, with what they bear.

A result stands beside another only where both were counted alike; the others are named, not shown.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from reports.charts import Series, Trend
from reports.document import Align, Block, Column, Document, Heading, Paragraph, Table, figure_of
from reports.wording import years as said
from reports.wording.numbers import NOTHING
from reports.writing.dispatch import Dispatch
from reports.writing.marks import joint_metrics, labels, unit_of, write_metrics
from surveys.keys import AppraiseeKey
from surveys.manifest import Manifest
from surveys.rules.alike import counted_alike
from surveys.rules.rounding import show
from surveys.rules.ruleset import Display, Metric, RuleSet, Share
from surveys.tally.results import AppraiseeResult, Result
from surveys.values import Value

_ONE_DIGIT = Display(digits=1)


class Published(Value, frozen=True):
    """One published evaluation."""

    manifest: Manifest
    result: Result

    @property
    def held(self) -> datetime:
        """When the vote was opened, or else when it was published."""
        return datetime.fromisoformat(
            self.result.count.meeting.opened_at or self.result.published_at
        )

    def find(self, name: str) -> AppraiseeResult | None:
        """The result of an appraisee of this name; keys are an evaluation's own."""
        known = {label: key for key, label in labels(self.manifest).items()}
        found = (e for e in self.result.count.appraisees if e.appraisee == known.get(name))
        return next(found, None)


class Course(Value, frozen=True):
    """The evaluation a paper is about, and those published before it, oldest first."""

    now: Published
    earlier: tuple[Published, ...] = ()

    @property
    def rules(self) -> RuleSet:
        """By which everything here was counted."""
        return self.now.manifest.rules

    @property
    def alike(self) -> tuple[Published, ...]:
        """Earlier ones that may stand beside it."""
        return tuple(e for e in self.earlier if counted_alike(e.manifest.rules, self.rules))

    @property
    def other(self) -> tuple[Published, ...]:
        """Earlier ones that may not."""
        return tuple(e for e in self.earlier if not counted_alike(e.manifest.rules, self.rules))


def write_years(course: Course, *, dispatch: Dispatch) -> Document:
    """Every department of this year's evaluation, for the presidium's own use."""
    manifest = course.now.manifest
    return Document(
        title=said.TITLE.format(town=manifest.congress.removesuffix("人民代表大会主席团")),
        dated=dispatch.dated,
        blocks=(
            Paragraph(said.OPENING if course.alike else said.NONE),
            *(Paragraph(words) for words in _say_course(course)),
            *(
                block
                for appraisee in manifest.appraisees
                for block in _department(course, appraisee.key)
            ),
        ),
    )


def beside_earlier(course: Course, appraisee: AppraiseeKey) -> Iterator[Block]:
    """The part of a department's own report; nothing where nothing was published before."""
    if not course.earlier:
        return
    yield Heading(1, said.BESIDE)
    yield from (Paragraph(words) for words in _say_course(course))
    if course.alike:
        yield from _figures(course, labels(course.now.manifest)[appraisee])


def _department(course: Course, appraisee: AppraiseeKey) -> Iterator[Block]:
    if course.alike:
        name = labels(course.now.manifest)[appraisee]
        yield Heading(1, name)
        yield from _figures(course, name)


def _say_course(course: Course) -> Iterator[str]:
    """What may be said, what may not, and what was left out."""
    years = len(course.alike) + 1
    if course.alike:
        few = said.FEW_YEARS if years < said.FEWEST_YEARS else said.NO_TEST
        yield f"{few.format(years=years)}{_one_vote(course)}{_rolls(course)}"
    if course.other:
        when = "、".join(name_periods(course.other))
        yield said.OTHER_RULES.format(when=when)


def _one_vote(course: Course) -> str:
    """What a single vote is worth: so much may lie between two years without meaning anything."""
    returned = course.now.result.count.meeting.returned
    shares = isinstance(course.rules.metrics[0], Share)
    worth = show(Fraction(100, returned), _ONE_DIGIT) if returned else ""
    return said.ONE_VOTE.format(points=worth) if shares and returned else ""


def _rolls(course: Course) -> str:
    rolls = {each.manifest.roll_fingerprint for each in (*course.alike, course.now)}
    return said.SAME_ROLL if len(rolls) == 1 else said.OTHER_ROLL


def _figures(course: Course, name: str) -> Iterator[Block]:
    periods = (*course.alike, course.now)
    names = name_periods(periods)
    found = [each.find(name) for each in periods]
    absent = "、".join(when for when, own in zip(names, found, strict=True) if own is None)
    if sum(own is not None for own in found) < 2:
        yield Paragraph(said.NOT_THEN.format(when=absent))
        return
    known = [(when, own) for when, own in zip(names, found, strict=True) if own is not None]
    yield _table(course, known, said.NOT_THEN.format(when=absent) if absent else "")
    metric = course.rules.metrics[0]
    values = tuple(_value(course.rules, metric, own) for own in found)
    chart = Trend(names, (Series(name, values),), _scale(course.rules), unit_of(metric))
    yield figure_of(chart, said.COURSE.format(metric=metric.label, unit=unit_of(metric)))


def _table(course: Course, known: Sequence[tuple[str, AppraiseeResult]], note: str) -> Table:
    rules = course.rules
    shown = tuple(dict.fromkeys((rules.metrics[0], *joint_metrics(rules))))
    return Table(
        caption="",
        columns=(
            Column(said.WHEN, align=Align.LEFT),
            Column(f"{said.RETURNED}（张）"),
            *(Column(f"{each.label}（{unit_of(each)}）") for each in shown),
            Column(said.GRADE),
        ),
        rows=tuple(
            (
                when,
                str(own.returned),
                *(write_metrics(rules, own.metrics)[each.key] for each in shown),
                own.grade or NOTHING,
            )
            for when, own in known
        ),
        notes=(note,) if note else (),
    )


def _value(rules: RuleSet, metric: Metric, own: AppraiseeResult | None) -> Decimal | None:
    written = write_metrics(rules, own.metrics)[metric.key] if own else NOTHING
    return None if written == NOTHING else Decimal(written)


def _scale(rules: RuleSet) -> tuple[Decimal, Decimal]:
    """The whole scale: a cut axis makes small changes look large."""
    points = rules.points
    return (Decimal(points.low), Decimal(points.high)) if points else (Decimal(0), Decimal(100))


def name_periods(periods: Sequence[Published]) -> tuple[str, ...]:
    """By the year; with the month where a year has two.

    >>> name_periods(())
    ()
    """
    years = [each.held.year for each in periods]
    return tuple(
        f"{each.held.year}年" + (f"{each.held.month}月" if years.count(each.held.year) > 1 else "")
        for each in periods
    )

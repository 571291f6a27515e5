"""A published result becomes the public page: a sentence, the numbers, every department.

Official numbers are written by the same functions as the notice's, so the page and the PDF agree.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from reports.charts import Mark
from reports.charts.bars import draw_key
from reports.wording import fingerprints
from reports.wording import meeting as words
from reports.wording.numbers import NOTHING, in_fours, official_date
from reports.wording.proof import COMPARE, PROVES, RECOUNT, UNPROVED, say_secrecy
from reports.wording.spoiled import say_spoiled
from reports.wording.stamps import say_cosigned, say_stamps
from reports.writing.marked import marked
from reports.writing.marks import labels, unit_of, write_metrics
from reports.writing.notice import result_title
from service.web.views.bars import Bar, bar
from surveys import publication
from surveys.manifest import Manifest
from surveys.rules.ruleset import Mean, Metric, RuleSet, Share
from surveys.rules.scale import worths
from surveys.tally.results import AppraiseeResult, ItemResult, Result
from surveys.values import Value

_SHADES = (Fraction(60, 100), Fraction(70, 100), Fraction(80, 100), Fraction(90, 100))


class ItemLine(Value, frozen=True):
    """One indicator of a department; `shade` 0–4 for the grid, `lowest` of the whole page."""

    label: str
    shown: str
    width: str
    shade: int
    lowest: bool


class Department(Value, frozen=True):
    """One department: its grade, its leading figure, its marks as a bar."""

    label: str
    grade: str
    tone: str
    figure: str
    unit: str
    rates: tuple[tuple[str, str], ...]
    marks: tuple[Mark, ...]
    bar: Bar
    items: tuple[ItemLine, ...]
    papers: str
    """This department's own slips where ballots differ by department."""


class Lowest(Value, frozen=True):
    """The one lowest item of all; absent when several share the place."""

    department: str
    item: str
    shown: str


class ResultView(Value, frozen=True, kw_only=True):
    """`public/result.html`, and the slides of the big screen after publication."""

    congress: str
    title: str
    survey: str
    dated: str
    approved_by: str
    facts: tuple[tuple[str, int, str], ...]
    spoiled: str
    grades: tuple[tuple[str, int], ...]
    lowest: Lowest | None
    key: tuple[tuple[str, str], ...]
    departments: tuple[Department, ...]
    item_metric: str
    item_unit: str
    rule_words: tuple[str, ...]
    signed: tuple[tuple[str, str], ...]
    secrecy: str
    proof: tuple[str, ...]
    fingerprints: tuple[tuple[str, tuple[str, ...]], ...]
    files: tuple[tuple[str, str], ...]
    """Name of a file and what it is."""

    @classmethod
    def of(
        cls,
        manifest: Manifest,
        result: Result,
        *,
        rule_words: tuple[str, ...],
        fingerprint: str,
    ) -> "ResultView":
        """`rule_words` and `fingerprint` (of `result.json`) are those of the notice."""
        rules, signed = manifest.rules, result.confirmation
        departments = tuple(_departments(manifest, result, _lowest(manifest, result)))
        return cls(
            congress=manifest.congress,
            title=result_title(manifest.title),
            survey=manifest.survey,
            dated=official_date(result.published_at),
            approved_by=result.approved_by,
            facts=_facts(result),
            spoiled=say_spoiled(result.count.meeting.spoiled),
            grades=_grades(rules, result.count.appraisees),
            lowest=_name_lowest(departments),
            key=draw_key(departments[0].marks if departments else ()),
            departments=departments,
            item_metric=item_metric(rules).label,
            item_unit=unit_of(item_metric(rules)),
            rule_words=rule_words,
            signed=(
                (words.SCRUTINEERS, "、".join(signed.scrutineers)),
                (words.TELLERS, "、".join(signed.tellers)),
                (words.PRESIDING, signed.presiding),
            ),
            secrecy=say_secrecy(manifest.secrecy, manifest.custody),
            proof=(
                *_stamps(manifest, result),
                RECOUNT,
                PROVES + UNPROVED[manifest.custody],
                COMPARE,
            ),
            fingerprints=_fingerprints(result, fingerprint),
            files=tuple(zip(publication.FILES, _FILES, strict=True)),
        )

    @property
    def several_items(self) -> bool:
        """Whether there is anything to compare item by item."""
        return len(self.departments[0].items) > 1 if self.departments else False


def item_metric(rules: RuleSet) -> Metric:
    """The figure shown for each indicator: the first rate, else the first metric at all."""
    rates = [metric for metric in rules.metrics if isinstance(metric, Share)]
    return (*rates, *rules.metrics)[0]


def leading_metric(rules: RuleSet) -> Metric:
    """The figure beside a department's name: its score where there is one, else the first rate."""
    scores = [metric for metric in rules.metrics if isinstance(metric, Mean)]
    return scores[0] if scores else item_metric(rules)


def _facts(result: Result) -> tuple[tuple[str, int, str], ...]:
    meeting = result.count.meeting
    return (
        (words.ENTITLED, meeting.entitled, words.PEOPLE),
        (words.PRESENT, meeting.present, words.PEOPLE),
        (words.ISSUED, meeting.issued, words.SHEETS),
        (words.RETURNED, meeting.returned, words.SHEETS),
        (words.VALID, meeting.valid, words.SHEETS),
        (words.SPOILED, sum(meeting.spoiled.values()), words.SHEETS),
    )


def _grades(rules: RuleSet, results: Sequence[AppraiseeResult]) -> tuple[tuple[str, int], ...]:
    """How many departments reached each rung, best first; empty where the rule has no ladder."""
    reached = [result.grade for result in results]
    counts = ((rung.label, reached.count(rung.label)) for rung in rules.rungs)
    return tuple((label, number) for label, number in counts if number)


def _lowest(manifest: Manifest, result: Result) -> Fraction | None:
    metric = item_metric(manifest.rules).key
    values = [item.metrics.get(metric) for found in result.count.appraisees for item in found.items]
    known = [value for value in values if value is not None]
    return min(known) if len(known) > 1 and min(known) < max(known) else None


def _name_lowest(departments: Sequence[Department]) -> Lowest | None:
    lowest = [(found.label, item) for found in departments for item in found.items if item.lowest]
    if len(lowest) != 1:
        return None
    (department, item) = lowest[0]
    return Lowest(department=department, item=item.label, shown=item.shown)


def _departments(
    manifest: Manifest, result: Result, lowest: Fraction | None
) -> Iterator[Department]:
    rules, names = manifest.rules, labels(manifest)
    metric, apart = leading_metric(rules), len({f.issued for f in result.count.appraisees}) > 1
    results = result.count.appraisees
    rows = marked(rules, [_deciding(rules, found) for found in results])
    for found, marks in zip(results, rows, strict=True):
        written = write_metrics(rules, found.metrics)
        yield Department(
            label=names[found.appraisee],
            grade=found.grade or "",
            tone=_tone(rules, found.grade),
            figure=written[metric.key],
            unit=unit_of(metric) if written[metric.key] != NOTHING else "",
            rates=tuple(
                (other.label, written[other.key] + unit_of(other))
                for other in rules.metrics
                if other is not metric
            ),
            marks=marks,
            bar=bar(names[found.appraisee], marks),
            items=tuple(_item(rules, item, lowest) for item in found.items),
            papers=_papers(found) if apart else "",
        )


def _papers(found: AppraiseeResult) -> str:
    return words.HANDED_OUT.format(issued=found.issued, returned=found.returned)


def _tone(rules: RuleSet, grade: str | None) -> str:
    """The best rung stands in teal, the last in orange, those between in gold."""
    rungs = [rung.label for rung in rules.rungs]
    if grade not in rungs or rungs.index(grade) == 0:
        return "good"
    return "poor" if rungs.index(grade) == len(rungs) - 1 else "fair"


def _deciding(rules: RuleSet, found: AppraiseeResult) -> list[ItemResult]:
    """The items that drive the grade; all of them where none does alone."""
    driving = {item.key for item in rules.items if item.drives_grade}
    return [item for item in found.items if item.item in driving] or list(found.items)


def _item(rules: RuleSet, item: ItemResult, lowest: Fraction | None) -> ItemLine:
    metric = item_metric(rules)
    value = item.metrics.get(metric.key)
    share = _share_of_full(rules, metric, value)
    label = next(known.label for known in rules.items if known.key == item.item)
    return ItemLine(
        label=label,
        shown=write_metrics(rules, item.metrics)[metric.key],
        width=width(share),
        shade=sum(1 for step in _SHADES if share >= step),
        lowest=value is not None and value == lowest,
    )


def _share_of_full(rules: RuleSet, metric: Metric, value: Fraction | None) -> Fraction:
    if value is None:
        return Fraction(0)
    if isinstance(metric, Share):
        return value
    return value / max((*worths(rules).values(), Fraction(1)))


def width(share: Fraction) -> str:
    """A share of 1 as an SVG width.

    >>> width(Fraction(22, 42))
    '52.38%'
    """
    hundredths = min(10000, max(0, int(share * 10000)))
    return f"{hundredths // 100}.{hundredths % 100:02}%"


def _stamps(manifest: Manifest, result: Result) -> Iterator[str]:
    yield from filter(None, (say_stamps(result.count.stamps), say_cosigned(manifest.cosigners)))


_FILES: Final = (
    fingerprints.MANIFEST,
    fingerprints.SEALED,
    fingerprints.BOX,
    fingerprints.RESULT,
)


def _fingerprints(result: Result, fingerprint: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    count = result.count
    named = (
        (fingerprints.MANIFEST, count.manifest),
        (fingerprints.SEALED, count.sealed_root),
        (fingerprints.BOX, count.box),
        (fingerprints.RESULT, fingerprint),
    )
    return tuple((name, in_fours(digest)) for name, digest in named)

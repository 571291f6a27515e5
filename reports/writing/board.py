"""A published result becomes one sheet in large type for a village board (大字公示).

Plain words, no decimals beyond the rule's own, and where to look for everything else.
"""

from collections.abc import Iterator

from reports.document import Align, Column, Document, Paper, Paragraph, Scan, Table
from reports.wording.board import (
    AS_SPOKEN,
    ASKED,
    CAME,
    FIND_ALL,
    GRADED_BY,
    HALF,
    HEAD,
    SCAN,
    SPELT_OUT,
    TITLE,
    UNGRADED,
)
from reports.wording.numbers import NOTHING, official_date
from reports.wording.rule_metrics import say_metric
from reports.wording.rules import GRADES, say_parts
from reports.writing.marks import deciding_item, labels, unit_of, write_metrics
from reports.writing.summary import Results
from surveys.manifest import Manifest
from surveys.rules.scale import number
from surveys.tally.results import AppraiseeResult, Result


def write_board(manifest: Manifest, result: Result, *, address: str = "") -> Document:
    """Write it; `address` is where the whole result stands."""
    return Document(
        title=TITLE,
        dated=result.published_at,
        paper=Paper.BOARD,
        blocks=(
            Paragraph(_opening(manifest, result)),
            _table(manifest, result.count.appraisees),
            *(Paragraph(words) for words in _how(manifest)),
            *([Scan(address, SCAN)] if address else []),
            Paragraph(FIND_ALL.format(congress=manifest.congress), slot="where"),
            Paragraph(f"{manifest.congress}　{official_date(result.published_at)}", indent=False),
        ),
    )


def _opening(manifest: Manifest, result: Result) -> str:
    meeting = result.count.meeting
    when = f"{official_date(meeting.opened_at)}，" if meeting.opened_at else ""
    came = CAME.format(entitled=meeting.entitled, present=meeting.present, valid=meeting.valid)
    return (
        f"{when}{ASKED.format(congress=manifest.congress, number=len(manifest.appraisees))}{came}"
    )


def _table(manifest: Manifest, results: Results) -> Table:
    """Votes where one item decides them, else the first metric; the grade where there is one."""
    names, rules = labels(manifest), manifest.rules
    counted = all(deciding_item(rules, each) for each in results) and bool(rules.options)
    graded = any(each.grade is not None for each in results)
    heads = [option.label for option in rules.options] if counted else []
    metric = rules.metrics[0]
    columns = (*heads, *([] if counted else [f"{metric.label}（{unit_of(metric)}）"]))
    return Table(
        caption="",
        unit="票" if counted else "",
        columns=(
            Column(HEAD, align=Align.LEFT),
            *(Column(label) for label in columns),
            *([Column("结果")] if graded else []),
        ),
        rows=tuple(
            (
                names[each.appraisee],
                *(_votes(manifest, each) if counted else [_first(manifest, each)]),
                *([each.grade or NOTHING] if graded else []),
            )
            for each in results
        ),
    )


def _votes(manifest: Manifest, result: AppraiseeResult) -> Iterator[str]:
    item = deciding_item(manifest.rules, result)
    for option in manifest.rules.options:
        yield NOTHING if item is None else str(number(manifest.rules, option.key, item.counts))


def _first(manifest: Manifest, result: AppraiseeResult) -> str:
    return write_metrics(manifest.rules, result.metrics)[manifest.rules.metrics[0].key]


def _how(manifest: Manifest) -> Iterator[str]:
    """How a grade came about, without the sentences for those who recount."""
    rules = manifest.rules
    if not rules.rungs:
        yield UNGRADED
        return
    ladder = say_parts(rules)[GRADES][0].partition("：")[2]
    yield GRADED_BY + ladder.replace(HALF, AS_SPOKEN)
    used = [each for each in rules.metrics if each.label in ladder]
    yield "；".join(say_metric(each, rules) for each in used).translate(SPELT_OUT) + "。"

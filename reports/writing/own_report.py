"""A result becomes the report one department reads of itself (部门测评报告)."""

from collections.abc import Iterator

from reports.document import Align, Block, Clause, Column, Document, Heading, Paragraph, Table
from reports.wording.letters import (
    ASKED_MEND,
    COMMENTS,
    MEND_EACH,
    NO_COMMENTS,
    ORDERED,
    UNTESTED,
)
from reports.writing.dispatch import Dispatch, send
from reports.writing.indicators import (
    average_of,
    indicator_figures,
    indicator_table,
    worst_first,
)
from reports.writing.marks import unit_of, write_metrics
from reports.writing.mending import (
    Deadlines,
    find_result,
    name_of,
    say_deadlines,
    say_how_to_report,
)
from reports.writing.opinion import LOWEST
from reports.writing.pending import ask
from reports.writing.sentences import say_evaluation, say_result
from reports.writing.voters import voters_on
from reports.writing.years import Course, beside_earlier
from surveys.keys import AppraiseeKey
from surveys.manifest import Manifest
from surveys.quotation.quoted import Quotation
from surveys.rules.ruleset import RuleSet
from surveys.tally.results import AppraiseeResult, Result


def write_own_report(
    course: Course,
    appraisee: AppraiseeKey,
    *,
    comments: tuple[str, ...],
    dispatch: Dispatch,
    voters: Quotation | None = None,
) -> Document:
    """Write the draft. `comments` are remarks as a person reviewed and released them; `voters` a
    poll that stands beside the evaluation.
    """
    manifest, result = course.now.manifest, course.now.result
    name, own = name_of(manifest, appraisee), find_result(result, appraisee)
    paper = Document(
        title=f"关于{name}民主测评结果的反馈报告",
        issuer=manifest.congress,
        dated=dispatch.dated,
        blocks=(
            Heading(1, "测评结果"),
            Paragraph(say_evaluation(manifest, result, "你单位")),
            Paragraph(f"测评情况：{say_result(manifest.rules, own, told=result.count.meeting)}"),
            _beside_the_average(manifest.rules, own, result),
            *_by_indicator(manifest.rules, own, result),
            *beside_earlier(course, appraisee),
            Heading(1, "意见建议"),
            *_comments(comments),
            Heading(1, "需要改进的方面"),
            *_to_mend(manifest, own, result),
            *voters_on(voters, appraisee, name),
        ),
        draft=True,
    )
    return send(paper, dispatch, to=name)


def _beside_the_average(rules: RuleSet, own: AppraiseeResult, result: Result) -> Table:
    written = write_metrics(rules, own.metrics)
    return Table(
        caption="本单位与平均",
        columns=(
            Column("项目", align=Align.LEFT, width=40),
            Column("本单位", width=30),
            Column("平均", width=30),
        ),
        rows=tuple(
            (
                f"{metric.label}（{unit_of(metric)}）",
                written[metric.key],
                average_of(rules, metric, result.count.appraisees),
            )
            for metric in rules.metrics
        ),
        notes=(UNTESTED,),
    )


def _by_indicator(rules: RuleSet, own: AppraiseeResult, result: Result) -> Iterator[Block]:
    standings = worst_first(rules, own, result.count.appraisees)
    if len(standings) < 2:
        return
    yield Heading(1, "各项指标")
    yield Paragraph(ORDERED.format(metric=rules.metrics[0].label))
    yield indicator_table(rules, standings)
    yield from indicator_figures(rules, standings)


def _comments(comments: tuple[str, ...]) -> Iterator[Block]:
    if not comments:
        yield Paragraph(NO_COMMENTS)
        return
    yield Paragraph(COMMENTS)
    for comment in comments:
        yield Clause(2, "", comment.replace("\n", "　"))


def _to_mend(manifest: Manifest, own: AppraiseeResult, result: Result) -> Iterator[Block]:
    rules = manifest.rules
    standings = worst_first(rules, own, result.count.appraisees)
    for each in standings[:LOWEST] if len(standings) > 1 else ():
        metric = rules.metrics[0]
        said = f"{metric.label}{each.own}{unit_of(metric)}，平均{each.average}{unit_of(metric)}。"
        yield Clause(2, f"{each.label}。", said)
    yield ask("mend", ASKED_MEND)
    due = say_deadlines(rules, own, Deadlines(), paper="本报告")
    yield Paragraph(f"{MEND_EACH}{due}{say_how_to_report(manifest)}", slot="demands")

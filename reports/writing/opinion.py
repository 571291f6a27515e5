"""A result and what people found become the opinion to one department (评议意见).

Five parts: verdict, merits, problems, advice, what to mend by when. The result is written by the
program; what only people can say waits in slots.
"""

from collections.abc import Iterator

from reports.document import Block, Document, Heading, Paragraph
from reports.wording.letters import (
    ASKED_ADVICE,
    ASKED_MERITS,
    ASKED_PROBLEMS,
    ASKED_VERDICT,
    MEND_EACH,
    OPINION_OPENING,
    REVIEWED,
)
from reports.writing.conclusion import say_own_consequence
from reports.writing.dispatch import Dispatch, send
from reports.writing.indicators import worst_first
from reports.writing.marks import unit_of
from reports.writing.mending import (
    Deadlines,
    find_result,
    name_of,
    say_deadlines,
    say_how_to_report,
    say_voted_again,
)
from reports.writing.pending import ask
from reports.writing.sentences import say_evaluation, say_result
from surveys.keys import AppraiseeKey
from surveys.manifest import Manifest
from surveys.tally.results import AppraiseeResult, Result

LOWEST = 3
"""Indicators named among the problems."""


def write_opinion(
    manifest: Manifest,
    result: Result,
    appraisee: AppraiseeKey,
    *,
    dispatch: Dispatch,
    deadlines: Deadlines | None = None,
) -> Document:
    """Write the draft; `issue` makes it final once every slot is written."""
    name, own = name_of(manifest, appraisee), find_result(result, appraisee)
    paper = Document(
        title=f"{manifest.congress}关于{name}工作的评议意见",
        issuer=manifest.congress,
        dated=dispatch.dated,
        blocks=(
            Paragraph(OPINION_OPENING, slot="opening"),
            Heading(1, "基本评价"),
            Paragraph(_say_verdict(manifest, result, own)),
            ask("verdict", ASKED_VERDICT),
            Heading(1, "主要成绩"),
            ask("merits", ASKED_MERITS),
            Heading(1, "存在问题"),
            *_lowest(manifest, result, own),
            ask("problems", ASKED_PROBLEMS),
            Heading(1, "意见建议"),
            ask("advice", ASKED_ADVICE),
            Heading(1, "整改要求"),
            *_demands(manifest, own, deadlines or Deadlines()),
        ),
        draft=True,
    )
    return send(paper, dispatch, to=name)


def _say_verdict(manifest: Manifest, result: Result, own: AppraiseeResult) -> str:
    said = say_evaluation(manifest, result, "你单位")
    return f"{said}测评情况：{say_result(manifest.rules, own, told=result.count.meeting)}"


def _lowest(manifest: Manifest, result: Result, own: AppraiseeResult) -> Iterator[Block]:
    """The indicators to look at first, where several were asked."""
    rules = manifest.rules
    standings = worst_first(rules, own, result.count.appraisees)
    if len(standings) < 2:
        return
    metric, unit = rules.metrics[0].label, unit_of(rules.metrics[0])
    named = "；".join(f"{each.label}（{each.own}{unit}）" for each in standings[:LOWEST])
    yield Paragraph(f"从各项指标的{metric}看，排在最后的依次是：{named}。")


def _demands(manifest: Manifest, own: AppraiseeResult, deadlines: Deadlines) -> Iterator[Paragraph]:
    rules = manifest.rules
    if laid_down := say_own_consequence(rules, own):
        yield Paragraph(f"按照本次测评的计票规则，{laid_down}")
    due = say_deadlines(rules, own, deadlines, paper="本意见")
    yield Paragraph(f"{MEND_EACH}{due}{say_how_to_report(manifest)}", slot="demands")
    again = say_voted_again(rules, own)
    yield Paragraph(f"{REVIEWED.format(congress=manifest.congress)}{again}", slot="review")

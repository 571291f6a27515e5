"""What was found becomes the notice to mend it (整改通知) and the frame of the reply to it."""

from collections.abc import Iterator

from reports.document import (
    Align,
    Annex,
    Block,
    Clause,
    Column,
    Document,
    Heading,
    Paragraph,
    Table,
)
from reports.wording.letters import ASKED_PROBLEMS, MEND_EACH, REVIEWED
from reports.wording.rectification import (
    ASKED_DONE,
    ASKED_LEFT,
    ASKED_NEXT,
    CLOSING,
    COLUMNS,
    FORM,
    FORM_NOTE,
    REPLY_OPENING,
    REQUEST,
    TO_FILL,
)
from reports.writing.conclusion import say_own_consequence
from reports.writing.dispatch import Dispatch, close, send
from reports.writing.mending import (
    Deadlines,
    find_result,
    name_of,
    say_deadlines,
    say_how_to_report,
    say_voted_again,
)
from reports.writing.pending import ask
from reports.writing.sentences import say_result
from surveys.keys import AppraiseeKey
from surveys.manifest import Manifest
from surveys.tally.results import AppraiseeResult, Result
from surveys.values import Value

EMPTY = 5
"""Rows to fill in, where no problem is named yet."""


class Findings(Value, frozen=True):
    """What is to be mended, a sentence each, and by when."""

    problems: tuple[str, ...] = ()
    deadlines: Deadlines = Deadlines()


def write_rectification(
    manifest: Manifest,
    result: Result,
    appraisee: AppraiseeKey,
    *,
    findings: Findings,
    dispatch: Dispatch,
) -> Document:
    """Write it; without named problems it is a draft with a slot for them."""
    name, own = name_of(manifest, appraisee), find_result(result, appraisee)
    paper = Document(
        title=f"{manifest.congress}关于{name}落实评议意见的整改通知",
        issuer=manifest.congress,
        dated=dispatch.dated,
        blocks=(
            Paragraph(_opening(manifest, own)),
            Heading(1, "整改内容"),
            *_problems(findings.problems),
            Heading(1, "时限要求"),
            *_deadlines(manifest, own, findings.deadlines),
            Heading(1, "报告方式"),
            Paragraph(f"{say_how_to_report(manifest)}{REQUEST}", slot="reporting"),
            Heading(1, "跟踪检查"),
            Paragraph(_review(manifest, own), slot="review"),
            Paragraph(CLOSING, slot="close"),
        ),
        annexes=(Annex(FORM, (rectification_table(findings.problems),)),),
        draft=not findings.problems,
    )
    return send(paper, dispatch, to=name)


def _opening(manifest: Manifest, own: AppraiseeResult) -> str:
    told = say_own_consequence(manifest.rules, own)
    rule = f"按照本次测评的计票规则，{told}" if told else ""
    return (
        f"“{manifest.title}”中你单位的测评情况：{say_result(manifest.rules, own)}"
        f"{rule}现就落实评议意见、做好整改工作通知如下。"
    )


def _problems(problems: tuple[str, ...]) -> Iterator[Block]:
    if not problems:
        yield ask("problems", ASKED_PROBLEMS)
    for problem in problems:
        yield Clause(2, "", problem)
    yield Paragraph(MEND_EACH, slot="each")


def _deadlines(
    manifest: Manifest, own: AppraiseeResult, deadlines: Deadlines
) -> Iterator[Paragraph]:
    yield Paragraph(say_deadlines(manifest.rules, own, deadlines, paper="本通知"), slot="deadlines")


def _review(manifest: Manifest, own: AppraiseeResult) -> str:
    again = say_voted_again(manifest.rules, own)
    return f"{REVIEWED.format(congress=manifest.congress)}{again}"


def rectification_table(problems: tuple[str, ...]) -> Table:
    """Problem, measure, person, day, how far: a row each, to fill in."""
    named = problems or ("",) * EMPTY
    return Table(
        caption="",
        columns=tuple(
            Column(label, align=align, width=width)
            for (label, width), align in zip(
                COLUMNS, (Align.CENTRE, Align.LEFT, *[Align.CENTRE] * 4), strict=True
            )
        ),
        rows=tuple(
            (str(place), problem, *[""] * (len(COLUMNS) - 2))
            for place, problem in enumerate(named, 1)
        ),
        heads=2,
        notes=(FORM_NOTE,),
    )


def write_reply(
    manifest: Manifest, appraisee: AppraiseeKey, *, findings: Findings, dispatch: Dispatch
) -> Document:
    """The frame of the department's report (整改情况报告), which the department fills in."""
    name = name_of(manifest, appraisee)
    return Document(
        title=f"{name}关于评议意见整改情况的报告",
        issuer=name,
        number=dispatch.number,
        addressee=dispatch.addressee or manifest.congress,
        dated=dispatch.dated,
        blocks=(
            Paragraph(REPLY_OPENING.format(title=manifest.title), slot="opening"),
            Heading(1, "整改工作开展情况"),
            ask("work", ASKED_DONE),
            Heading(1, "问题整改情况"),
            *_answers(findings.problems),
            Heading(1, "尚未完成的事项"),
            ask("left", ASKED_LEFT),
            Heading(1, "下一步打算"),
            ask("next", ASKED_NEXT),
            Paragraph("特此报告。", slot="close"),
        ),
        closing=close(name, dispatch),
        annexes=(Annex(FORM, (rectification_table(findings.problems),)),),
        draft=True,
    )


def _answers(problems: tuple[str, ...]) -> Iterator[Block]:
    if not problems:
        yield ask("answers", TO_FILL)
    for place, problem in enumerate(problems, 1):
        yield Clause(2, f"关于“{problem.rstrip('。')}”。", "")
        yield ask(f"answer.{place}", TO_FILL)

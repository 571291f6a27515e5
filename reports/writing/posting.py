"""A published result becomes a posting (公示): how it was voted, the rule as a note, the table.

The form follows 镇海区人大常委会's page of 2022: meeting, manner and conclusion; the rule of the
grades in full, in brackets; a table of votes; who was present, and that it was enough.
"""

from collections.abc import Iterator

import msgspec

from reports.document import Document, Paragraph, Table
from reports.wording.letters import METHODS, OBJECTIONS
from reports.wording.rules import GRADES, SOURCES, say_parts
from reports.writing.conclusion import say_conclusion
from reports.writing.dispatch import Dispatch, close
from reports.writing.evidence import say_withheld, write_evidence
from reports.writing.sentences import (
    name_appraisees,
    say_agreed,
    say_evaluation,
    say_meeting,
)
from reports.writing.summary import indicator_annex, summary_table
from surveys.manifest import Manifest
from surveys.tally.results import Result


def write_posting(
    manifest: Manifest, result: Result, *, fingerprint: str, dispatch: Dispatch
) -> Document:
    """Write it. `fingerprint` is that of `result.json`."""
    return Document(
        title=posting_title(manifest.title),
        issuer=manifest.congress,
        number=dispatch.number,
        dated=dispatch.dated,
        blocks=(
            Paragraph(_opening(manifest, result)),
            Paragraph(f"（注：{''.join(say_parts(manifest.rules)[GRADES])}）"),
            _table(manifest, result),
            Paragraph(OBJECTIONS.format(congress=manifest.congress), slot="objections"),
            *write_evidence(manifest, result, fingerprint),
        ),
        closing=close(manifest.congress, dispatch),
        annexes=indicator_annex(manifest, result.count.appraisees),
    )


def posting_title(title: str) -> str:
    """Name the posting after its evaluation.

    >>> posting_title("老厂镇2026年部门工作民主测评")
    '老厂镇2026年部门工作民主测评结果公示'
    """
    return f"{title}结果公示" if title.endswith("测评") else f"{title}测评结果公示"


def _opening(manifest: Manifest, result: Result) -> str:
    said = say_evaluation(
        manifest, result, name_appraisees(manifest), method=METHODS[manifest.secrecy]
    )
    concluded = say_conclusion(manifest, result.count.appraisees)
    return f"{said}{concluded}{say_agreed(result)}现予公示。"


def _table(manifest: Manifest, result: Result) -> Table:
    table = summary_table(manifest, result.count.appraisees, omit_zero=False)
    return msgspec.structs.replace(table, notes=tuple(_notes(manifest, result)))


def _notes(manifest: Manifest, result: Result) -> Iterator[str]:
    enough = "，符合法定人数" if manifest.rules.session.quorum and result.count.quorate else ""
    yield f"{say_meeting(result.count.meeting)}{enough}。"
    if manifest.rules.publication.rule_note:
        parts = say_parts(manifest.rules)
        told = (parts[name] for name in parts if name not in {GRADES, SOURCES})
        yield from ("".join(sentences) for sentences in told if sentences)
    yield from say_withheld(manifest, result)

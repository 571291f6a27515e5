"""A published result becomes a circular (通报): findings, what follows, tables attached.

The form follows 南雄市人大常委会's circular of 2024: to the units, the facts of the meeting, one
conclusion over all, what was decided by which rule, the tables in attachments.
"""

from collections.abc import Iterator

import msgspec

from reports.document import Annex, Block, Document, Heading, Paragraph, Table
from reports.wording.letters import AGENCIES, IMPROVE, THUS
from reports.wording.numbers import heading_number
from reports.wording.rule_aftermath import CLASSES
from reports.wording.rules import say_rules
from reports.writing.conclusion import say_conclusion, say_what_follows
from reports.writing.dispatch import Dispatch, send
from reports.writing.evidence import say_withheld, write_evidence
from reports.writing.sentences import name_appraisees, say_agreed, say_evaluation
from reports.writing.summary import Results, indicator_annex, summary_table
from surveys.manifest import Manifest
from surveys.tally.results import Result

TABLES = "民主测评结果统计表"
PROOF = "计票规则和计票核对"
PLACES = "省州市县区旗乡镇"
"""The last letter of a place's name."""
ACROSS = 12
"""Columns beyond which a table lies across the sheet."""


def write_circular(
    manifest: Manifest, result: Result, *, fingerprint: str, dispatch: Dispatch
) -> Document:
    """Write it. `fingerprint` is that of `result.json`."""
    results = result.count.appraisees
    paper = Document(
        title=circular_title(manifest.congress, manifest.title),
        issuer=manifest.congress,
        dated=dispatch.dated,
        blocks=(
            Paragraph(_opening(manifest, result)),
            Paragraph(f"{say_conclusion(manifest, results)}各测评对象的票数和比率见附件。"),
            *(Paragraph(words) for words in say_what_follows(manifest, results)),
            Paragraph(IMPROVE, slot="demand"),
            Paragraph(THUS, slot="close"),
        ),
        annexes=(
            _tables(manifest, results),
            *indicator_annex(manifest, results),
            Annex(PROOF, tuple(_proof(manifest, result, fingerprint))),
        ),
    )
    return send(paper, dispatch, to=AGENCIES)


def circular_title(congress: str, title: str) -> str:
    """Issuer, matter, kind (7.3.1); the town that the issuer names is not named again.

    >>> circular_title("老厂镇人民代表大会主席团", "老厂镇2026年部门工作民主测评")
    '老厂镇人民代表大会主席团关于2026年部门工作民主测评结果的通报'
    """
    town = next((congress[: at + 1] for at, letter in enumerate(congress) if letter in PLACES), "")
    return f"{congress}关于{title.removeprefix(town)}结果的通报"


def _opening(manifest: Manifest, result: Result) -> str:
    said = say_evaluation(manifest, result, name_appraisees(manifest))
    return f"{said}{say_agreed(result)}现将测评结果通报如下。"


def _tables(manifest: Manifest, results: Results) -> Annex:
    """One table for each class of appraisees, numbered （一）（二） where there are several."""
    tables = tuple(_by_class(manifest, results))
    across = any(len(table.columns) > ACROSS for table in tables)
    return Annex(TABLES, tables, landscape=across)


def _by_class(manifest: Manifest, results: Results) -> Iterator[Table]:
    kinds = {appraisee.key: appraisee.kind.value for appraisee in manifest.appraisees}
    classes = dict.fromkeys(kinds[each.appraisee] for each in results)
    for place, kind in enumerate(classes, 1):
        own = [each for each in results if kinds[each.appraisee] == kind]
        table = summary_table(manifest, own, omit_zero=manifest.rules.publication.omit_zero)
        caption = f"{heading_number(2, place)}{CLASSES[kind]}部门" if len(classes) > 1 else ""
        yield msgspec.structs.replace(table, caption=caption)


def _proof(manifest: Manifest, result: Result, fingerprint: str) -> Iterator[Block]:
    yield Heading(1, "计票规则")
    yield from (Paragraph(words) for words in say_rules(manifest.rules))
    yield from (Paragraph(words) for words in say_withheld(manifest, result))
    yield from write_evidence(manifest, result, fingerprint)

"""A published result becomes the notice (公告) on the board: sentences, table, rule, proof.

The form follows notices of local congresses, such as 沾益区人大常委会公告第60号 (2019).
"""

from collections.abc import Iterator

import msgspec

from reports.document import Clause, Closing, Document, Paragraph, Table
from reports.wording.numbers import official_date
from reports.writing.evidence import say_withheld, write_evidence
from reports.writing.marks import labels
from reports.writing.sentences import name_appraisees, say_agreed, say_evaluation, say_result
from reports.writing.summary import indicator_annex, summary_table
from surveys.manifest import Manifest
from surveys.tally.results import Result


def write_notice(
    manifest: Manifest,
    result: Result,
    *,
    rule_words: tuple[str, ...],
    fingerprint: str,
    number: str = "",
) -> Document:
    """Write the notice. `fingerprint` is that of `result.json`; `number` a 发文字号 or 第N号."""
    return Document(
        title=notice_title(manifest.title),
        issuer=manifest.congress,
        number=number,
        dated=result.published_at,
        blocks=(
            Paragraph(_opening(manifest, result)),
            *_clauses(manifest, result),
            _table(manifest, result, rule_words),
            *write_evidence(manifest, result, fingerprint),
        ),
        closing=Closing(manifest.congress, official_date(result.published_at)),
        annexes=indicator_annex(manifest, result.count.appraisees),
    )


def notice_title(title: str) -> str:
    """Name the notice after its evaluation.

    >>> notice_title("老厂镇2026年部门工作民主测评")
    '老厂镇2026年部门工作民主测评结果公告'
    """
    return f"{result_title(title)}公告"


def result_title(title: str) -> str:
    """Name the result after its evaluation."""
    return f"{title}结果" if title.endswith("测评") else f"{title}测评结果"


def _opening(manifest: Manifest, result: Result) -> str:
    said = say_evaluation(manifest, result, name_appraisees(manifest))
    return f"{said}{say_agreed(result)}现将测评结果公告如下："


def _clauses(manifest: Manifest, result: Result) -> Iterator[Clause]:
    names = labels(manifest)
    for each in result.count.appraisees:
        yield Clause(1, f"{names[each.appraisee]}测评情况：", say_result(manifest.rules, each))


def _table(manifest: Manifest, result: Result, rule_words: tuple[str, ...]) -> Table:
    rules = manifest.rules
    said = rule_words if rules.publication.rule_note else ()
    return msgspec.structs.replace(
        summary_table(manifest, result.count.appraisees, omit_zero=rules.publication.omit_zero),
        notes=(*said, *say_withheld(manifest, result)),
    )

"""A published result becomes the notice (公告) on the board: sentences, table, rule, proof.

The form follows notices of local congresses, such as 沾益区人大常委会公告第60号 (2019).
"""

from collections.abc import Iterator

from reports.document import (
    Clause,
    Closing,
    Codes,
    Document,
    Fact,
    Heading,
    Paragraph,
    Table,
)
from reports.wording.numbers import enumerate_names, official_date
from reports.wording.proof import COMPARE, PROVES, RECOUNT, UNPROVED, say_secrecy
from reports.wording.spoiled import say_spoiled
from reports.writing.marks import (
    GRADED,
    deciding_item,
    joint_metrics,
    labels,
    rate_of,
    unit_of,
    write_metrics,
)
from reports.writing.summary import indicator_annex, summary_table
from surveys.manifest import Manifest
from surveys.rules.ruleset import GradeOption, RuleSet
from surveys.rules.scale import number
from surveys.tally.results import AppraiseeResult, ItemResult, Meeting, Result

NAMED = 4
"""Appraisees named in the opening sentence before they are only counted."""


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
            Heading(1, "计票核对"),
            *(Paragraph(words) for words in _proof(manifest, result)),
            Codes(_fingerprints(result, fingerprint)),
        ),
        closing=Closing(manifest.congress, official_date(result.published_at)),
        annexes=indicator_annex(manifest, result.count.appraisees),
    )


def notice_title(title: str) -> str:
    """Name the notice after its evaluation.

    >>> notice_title("老厂镇2026年部门工作民主测评")
    '老厂镇2026年部门工作民主测评结果公告'
    """
    return f"{title}结果公告" if title.endswith("测评") else f"{title}测评结果公告"


def say_meeting(meeting: Meeting) -> str:
    """The meeting's numbers in the order notices give them."""
    parts = [
        f"应到{meeting.entitled}人，实到{meeting.present}人",
        f"发出测评表{meeting.issued}张，收回{meeting.returned}张，有效{meeting.valid}张",
        say_spoiled(meeting.spoiled),
    ]
    return "，".join(part for part in parts if part)


def _opening(manifest: Manifest, result: Result) -> str:
    names = tuple(appraisee.label for appraisee in manifest.appraisees)
    whom = enumerate_names(names, at_most=NAMED, counted="个测评对象")
    quorum = "，符合法定人数" if manifest.rules.session.quorum and result.count.quorate else ""
    agreed = f"经{result.approved_by}同意，" if result.approved_by else ""
    opened = result.count.meeting.opened_at
    when = f"{official_date(opened)}，" if opened else ""
    return (
        f"{when}{manifest.congress}对{whom}进行了民主测评。"
        f"{say_meeting(result.count.meeting)}{quorum}。{agreed}现将测评结果公告如下："
    )


def _clauses(manifest: Manifest, result: Result) -> Iterator[Clause]:
    names = labels(manifest)
    for appraisee in result.count.appraisees:
        words = "，".join(_sentence(manifest.rules, appraisee))
        yield Clause(1, f"{names[appraisee.appraisee]}测评情况：", f"{words}。")


def _sentence(rules: RuleSet, result: AppraiseeResult) -> Iterator[str]:
    yield f"发出测评表{result.issued}张，收回{result.returned}张"
    if spoiled := say_spoiled(result.spoiled):
        yield spoiled
    written = write_metrics(rules, result.metrics)
    item = deciding_item(rules, result)
    for option in rules.options:
        yield from _option(rules, option, item=item, written=written)
    if item is not None:
        yield from _odd_marks(item)
    for metric in joint_metrics(rules):
        yield f"{metric.label}{written[metric.key]}{unit_of(metric)}"
    yield from _judgement(result)


def _option(
    rules: RuleSet, option: GradeOption, *, item: ItemResult | None, written: dict[str, str]
) -> Iterator[str]:
    """Votes and rate of one option; without a single deciding item only the rate is one number."""
    marks = None if item is None else number(rules, option.key, item.counts)
    if marks == 0 and rules.publication.omit_zero:
        return
    if marks is not None:
        yield f"{option.label}{'票' if option.role in GRADED else ''}{marks}票"
    if rate := rate_of(rules, option.key):
        yield f"{rate.label}{written[rate.key]}{unit_of(rate)}"


def _odd_marks(item: ItemResult) -> Iterator[str]:
    if item.blank:
        yield f"未填{item.blank}票"
    if item.overmarked:
        yield f"多填{item.overmarked}票"


def _judgement(result: AppraiseeResult) -> Iterator[str]:
    if result.grade is not None:
        yield f"测评等次为“{result.grade}”"
    if result.vetoed:
        yield "适用否决条款"
    if result.standing is not None:
        yield f"名次为第{result.standing}名"
    if result.top:
        yield "列入前几名"
    if result.bottom:
        yield "列入后几名"


def _table(manifest: Manifest, result: Result, rule_words: tuple[str, ...]) -> Table:
    rules = manifest.rules
    table = summary_table(manifest, result.count.appraisees, omit_zero=rules.publication.omit_zero)
    said = rule_words if rules.publication.rule_note else ()
    return Table(
        caption=table.caption,
        columns=table.columns,
        rows=table.rows,
        heads=table.heads,
        unit=table.unit,
        notes=(*said, *_withheld(manifest, result)),
    )


def _withheld(manifest: Manifest, result: Result) -> Iterator[str]:
    names = {group.key: group.label for group in manifest.rules.electorate.groups}
    small = [names.get(group, group) for group in result.count.withheld.groups]
    if small:
        least = manifest.rules.publication.small_group
        yield f"{'、'.join(small)}的选票不足{least}张，只公布合计，不逐张公布。"


def _proof(manifest: Manifest, result: Result) -> Iterator[str]:
    signed = result.confirmation
    yield (
        f"计票结果经监票人{'、'.join(signed.scrutineers)}、计票人{'、'.join(signed.tellers)}"
        f"和主持人{signed.presiding}核对确认。{say_secrecy(manifest.secrecy, manifest.custody)}"
    )
    yield RECOUNT
    yield PROVES + UNPROVED[manifest.custody] + COMPARE


def _fingerprints(result: Result, fingerprint: str) -> tuple[Fact, ...]:
    count = result.count
    return (
        Fact("测评方案", count.manifest),
        Fact("封存清单", count.sealed_root),
        Fact("开箱选票", count.box),
        Fact("计票结果", fingerprint),
    )

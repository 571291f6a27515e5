"""Votes entered from paper become a sheet to sign (计分表) that says where they come from."""

from collections.abc import Iterator

import msgspec

from reports.document import (
    Block,
    Codes,
    Document,
    Fact,
    Facts,
    Paper,
    Paragraph,
    SignatureLines,
    Table,
)
from reports.wording.numbers import official_date
from reports.wording.rules import say_rules
from reports.wording.scoring import (
    BY,
    DATE,
    DOCUMENT,
    FINGERPRINTS,
    NO_EVIDENCE,
    PEOPLE,
    QUORATE,
    TITLE,
    UNCHECKED,
)
from reports.writing.summary import indicator_annex, summary_table
from surveys.appraisal.plan import Appraisee
from surveys.rules.ruleset import RuleSet
from surveys.tally.paper import Gathering, Scored
from surveys.values import Value


class Counted(Value, frozen=True):
    """Whom the results are about, and the rule they were worked out by."""

    appraisees: tuple[Appraisee, ...]
    rules: RuleSet


def write_score(scored: Scored, rules: RuleSet, *, file: str) -> Document:
    """Write the sheet; `file` is the fingerprint of what was read."""
    of = Counted(scored.appraisees, rules)
    meeting = scored.meeting
    dated = f"{meeting.date}T00:00:00+08:00" if meeting.date else ""
    day = official_date(dated) if dated else ""
    return Document(
        title=DOCUMENT,
        issuer=meeting.congress,
        dated=dated,
        paper=Paper.SHEET,
        blocks=(
            Facts((Fact(TITLE, meeting.title), Fact(DATE, day))),
            Facts(_numbers(meeting)),
            *(Paragraph(words, indent=False) for words in say_quorum(scored, rules)),
            score_table(scored, rules),
            *_by_item(of, scored),
            Paragraph(NO_EVIDENCE.format(by=BY[scored.by_ballot]), indent=False),
            *(Paragraph(words, indent=False) for words in say_rules(rules)),
            Codes((Fact(FINGERPRINTS[0], scored.rules), Fact(FINGERPRINTS[1], file))),
            SignatureLines(
                (
                    ("监票人", max(2, rules.session.tellers)),
                    ("计票人", 2),
                    ("主持人", 1),
                    ("日期", 1),
                )
            ),
        ),
    )


def _by_item(of: Counted, scored: Scored) -> Iterator[Block]:
    for annex in indicator_annex(of, scored.results):
        for block in annex.blocks:
            match block:
                case Table():
                    yield msgspec.structs.replace(block, caption=annex.title)
                case _:
                    yield block


def score_table(scored: Scored, rules: RuleSet) -> Table:
    """The table of results, as a published one has it."""
    of = Counted(scored.appraisees, rules)
    return summary_table(of, scored.results, omit_zero=False)


def say_quorum(scored: Scored, rules: RuleSet) -> Iterator[str]:
    """Whether enough came, where the rule asks."""
    if scored.quorate is not None:
        yield QUORATE[scored.quorate]
    elif rules.session.quorum is not None:
        yield UNCHECKED


def _numbers(meeting: Gathering) -> tuple[Fact, ...]:
    units = {"issued": "张", "returned": "张"}
    return tuple(
        Fact(label, f"{number}{units.get(field, '人')}")
        for field, label in PEOPLE.items()
        if (number := getattr(meeting, field))
    )

"""A rule set becomes a paper of its own (计票规则说明): each part under its heading, in words."""

from collections.abc import Iterator

from reports.document import Block, Clause, Document, Heading, Paragraph
from reports.wording.rules import say_parts
from reports.writing.dispatch import Dispatch, send
from surveys.rules.ruleset import RuleSet

OPENING = (
    "本规则在投票之前确定，写入测评方案，投票开始以后不再改动。"
    "任何人都可以按本规则用公布的选票重新计算。"
)


def write_rule_paper(rules: RuleSet, *, congress: str, dispatch: Dispatch) -> Document:
    """Write it; what the rule set does not use is not mentioned."""
    paper = Document(
        title=f"民主测评计票规则（{rules.title}）",
        issuer=congress,
        dated=dispatch.dated,
        blocks=(Paragraph(OPENING, slot="opening"), *_parts(rules)),
    )
    return send(paper, dispatch)


def _parts(rules: RuleSet) -> Iterator[Block]:
    for name, sentences in say_parts(rules).items():
        if not sentences:
            continue
        yield Heading(1, name)
        if len(sentences) == 1:
            yield Paragraph(sentences[0])
        else:
            yield from (Clause(2, "", sentence) for sentence in sentences)

"""Slots that a person has to write (待填): until each is written, the paper stays a draft."""

from typing import Final

import msgspec

from reports.document import Block, Document, Heading, Paragraph, slots
from surveys.refusals import Refusal

PENDING: Final = "【待填】"


def ask(slot: str, what: str) -> Paragraph:
    """A slot that says what belongs into it.

    >>> ask("merits", "主要成绩。").words
    '【待填】主要成绩。'
    """
    return Paragraph(PENDING + what, slot=slot)


def pending(document: Document) -> tuple[str, ...]:
    """The slots nobody has written yet."""
    return tuple(name for name, words in slots(document).items() if words.startswith(PENDING))


def issue(document: Document) -> Document:
    """The draft as it goes out; refused while a slot is pending."""
    if waiting := pending(document):
        raise Refusal("wording.pending", number=len(waiting))
    return msgspec.structs.replace(document, blocks=_with_heads_used(document.blocks), draft=False)


def _with_heads_used(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Without headings under which every slot was emptied."""
    kept: list[Block] = []
    for block in reversed(blocks):
        below = kept[-1] if kept else None
        if isinstance(block, Heading) and (
            below is None or (isinstance(below, Heading) and below.level <= block.level)
        ):
            continue
        kept.append(block)
    return tuple(reversed(kept))

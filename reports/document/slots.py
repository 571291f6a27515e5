"""Editable wording: a clerk may put other words into a named slot, never another number.

The sentences with results have no slot. What is typed into one may repeat a result of the
document, but not bring one of its own.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

import msgspec

from reports.document.blocks import Block, Clause, Facts, Heading, Paragraph, Table
from reports.document.pages import Document
from surveys.refusals import Refusal

_RESULT: Final = re.compile(r"(\d+(?:\.\d+)?)\s*(?:[票张%\uff05]|分(?!钟))")
_IN_WORDS: Final = re.compile(r"百分之|[一二三四五六七八九十百千两]+[票张]")
_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?")


def slots(document: Document) -> dict[str, str]:
    """The slots and what stands in them, in order.

    >>> slots(Document("公告", (Paragraph("现予公布。", slot="close"), Paragraph("25票")), ""))
    {'close': '现予公布。'}
    """
    return {
        block.slot: block.words
        for block in _blocks(document)
        if isinstance(block, Paragraph) and block.slot
    }


def fill(document: Document, edited: Mapping[str, str]) -> Document:
    """Put edited words into their slots; a slot that is filled with nothing is left out."""
    for name, words in edited.items():
        if name not in slots(document):
            raise Refusal("wording.no_slot", slot=name)
        if found := _own_result(words, document):
            raise Refusal("wording.own_result", found=found)
    return msgspec.structs.replace(
        document,
        blocks=_filled(document.blocks, edited),
        annexes=tuple(
            msgspec.structs.replace(annex, blocks=_filled(annex.blocks, edited))
            for annex in document.annexes
        ),
    )


def _filled(blocks: tuple[Block, ...], edited: Mapping[str, str]) -> tuple[Block, ...]:
    return tuple(put for block in blocks for put in _put(block, edited))


def _put(block: Block, edited: Mapping[str, str]) -> Iterator[Block]:
    """The block as edited: each line typed is a paragraph, and the first one keeps the slot."""
    if not isinstance(block, Paragraph) or block.slot not in edited:
        yield block
        return
    lines = (line.strip() for line in edited[block.slot].splitlines())
    for place, line in enumerate(line for line in lines if line):
        yield msgspec.structs.replace(block, words=line, slot="" if place else block.slot)


def _own_result(words: str, document: Document) -> str:
    """The first result in words that stands nowhere in the fixed text, or nothing."""
    if in_words := _IN_WORDS.search(words):
        return in_words[0]
    known = {number for text in _fixed(document) for number in _NUMBER.findall(text)}
    return next((found[0] for found in _RESULT.finditer(words) if found[1] not in known), "")


def _blocks(document: Document) -> Iterator[Block]:
    yield from document.blocks
    for annex in document.annexes:
        yield from annex.blocks


def _fixed(document: Document) -> Iterator[str]:
    for block in _blocks(document):
        match block:
            case Heading(_, words) | Paragraph(words, _, ""):
                yield words
            case Clause(_, lead, words):
                yield from (lead, words)
            case Table(_, _, rows):
                for row in rows:
                    yield from row
            case Facts(facts):
                yield from (fact.words for fact in facts)
            case _:
                pass

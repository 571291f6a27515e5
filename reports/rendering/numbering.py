"""Headings get their official numbers, each level counting afresh under the one above."""

from collections.abc import Iterable, Iterator

from reports.document import Block, Clause, Heading
from reports.wording.numbers import heading_number


def number_blocks(blocks: Iterable[Block]) -> Iterator[tuple[str, Block]]:
    """Pair each block with its number, or with nothing.

    >>> [number for number, _ in number_blocks([Heading(1, "a"), Heading(2, "b"), Heading(1, "c")])]
    ['一、', '（一）', '二、']
    """
    counters = [0, 0, 0, 0]
    for block in blocks:
        if isinstance(block, Heading | Clause):
            at = block.level - 1
            counters[at:] = [counters[at] + 1, *([0] * (3 - at))]
            yield heading_number(block.level, counters[at]), block
        else:
            yield "", block

"""Headings get their official numbers, each level counting afresh under the one above.

A heading of the first level that stands alone has no number: 一、 promises 二、.
"""

from collections.abc import Iterable, Iterator

from reports.document import Block, Clause, Heading
from reports.wording.numbers import heading_number


def number_blocks(blocks: Iterable[Block]) -> Iterator[tuple[str, Block]]:
    """Pair each block with its number, or with nothing.

    >>> [number for number, _ in number_blocks([Heading(1, "a"), Heading(2, "b"), Heading(1, "c")])]
    ['一、', '（一）', '二、']
    >>> [number for number, _ in number_blocks([Heading(1, "a"), Heading(2, "b")])]
    ['', '（一）']
    """
    found, counters = list(blocks), [0, 0, 0, 0]
    lonely = sum(isinstance(block, Heading | Clause) and block.level == 1 for block in found) == 1
    for block in found:
        if lonely and isinstance(block, Heading) and block.level == 1:
            yield "", block
        elif isinstance(block, Heading | Clause):
            at = block.level - 1
            counters[at:] = [counters[at] + 1, *([0] * (3 - at))]
            yield heading_number(block.level, counters[at]), block
        else:
            yield "", block

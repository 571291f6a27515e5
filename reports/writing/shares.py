"""One share of a box key (分钥匙) becomes a sheet for the scrutineer who keeps it."""

from typing import Final

from reports.document import (
    Align,
    Column,
    Document,
    Fact,
    Facts,
    Paper,
    Paragraph,
    Scan,
    SignatureLines,
    Table,
)
from reports.wording import custody as wording

ACROSS: Final = 3
"""Numbered words side by side."""


def write_share(share: str, *, name: str, title: str) -> Document:
    """Thirty-three words, numbered down the columns, and the same in a code."""
    words = share.split()
    deep = -(-len(words) // ACROSS)
    rows = tuple(
        tuple(cell for column in range(ACROSS) for cell in _cells(words, column * deep + row))
        for row in range(deep)
    )
    return Document(
        title=wording.SHARE_TITLE,
        dated="",
        paper=Paper.SHEET,
        blocks=(
            Facts((Fact("持钥监票人", name), Fact("测评", title))),
            *(Paragraph(step) for step in wording.SHARE_STEPS),
            Table(
                caption="",
                columns=tuple(
                    column
                    for _ in range(ACROSS)
                    for column in (
                        Column("序号", width=8),
                        Column("词", align=Align.LEFT, text=True),
                    )
                ),
                rows=rows,
                heads=0,
            ),
            Scan(share, wording.SCAN),
            SignatureLines((("持钥监票人（签字）", 1),)),
        ),
    )


def _cells(words: list[str], at: int) -> tuple[str, str]:
    return (str(at + 1), words[at]) if at < len(words) else ("", "")

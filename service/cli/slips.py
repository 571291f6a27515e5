"""`print-slips`: a document comes in on standard input, a PDF goes out on standard output.

The web may not load the printing libraries, and slip codes may stand in no job and no file: so the
web starts this and hands it the cards (`service/web/press.py`). The length stands before the
document; after it, standard input stays open for as long as somebody waits for the PDF. Before the
PDF go the pages laid out, of how many, page by page; twice nothing ends them.
"""

import sys
from typing import Final

import click

from reports.wording.commands import ABOUT
from service.cli import lifeline
from service.cli.environment import read_settings
from service.web.press import LAID, LENGTH

LARGEST: Final = 64_000_000  # bytes; a hundred thousand cards


@click.command(hidden=True, help=ABOUT["print-slips"])
def print_slips() -> None:
    """Print one document. Nothing of it is kept."""
    from reports.document import Document
    from reports.rendering.fonts import locate_fonts
    from reports.rendering.sheets import print_sheets
    from surveys import canonical

    (length,) = LENGTH.unpack(sys.stdin.buffer.read(LENGTH.size))
    document = canonical.decode(sys.stdin.buffer.read(min(length, LARGEST)), Document)
    lifeline.follow()
    fonts = locate_fonts(read_settings().fonts)
    printed = print_sheets(document, fonts, _tell)
    _tell(0, 0)
    sys.stdout.buffer.write(printed)


def _tell(laid: int, of: int) -> None:
    sys.stdout.buffer.write(LAID.pack(laid, of))
    sys.stdout.buffer.flush()

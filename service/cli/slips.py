"""`print-slips`: a document comes in on standard input, a PDF goes out on standard output.

The web may not load the printing libraries, and slip codes may stand in no job and no file: so the
web starts this and hands it the cards (`service/web/press.py`).
"""

import sys
from typing import Final

import click

from reports.wording.commands import ABOUT
from service.cli.environment import read_settings

LARGEST: Final = 64_000_000  # bytes; a hundred thousand cards


@click.command(hidden=True, help=ABOUT["print-slips"])
def print_slips() -> None:
    """Print one document. Nothing of it is kept."""
    from reports.document import Document
    from reports.rendering.fonts import locate_fonts
    from reports.rendering.pdf import render_pdf
    from surveys import canonical

    document = canonical.decode(sys.stdin.buffer.read(LARGEST), Document)
    fonts = locate_fonts(read_settings().fonts)
    sys.stdout.buffer.write(render_pdf(document, fonts))

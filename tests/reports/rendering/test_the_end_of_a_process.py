"""A process that printed, when it ends."""

import os
import subprocess
import sys
from pathlib import Path

from reports.rendering.fonts import Fonts
from service.settings import CHECKOUT

PRINTING = """
import sys
from reports.document import Document, Paragraph
from reports.rendering.fonts import Fonts
from reports.rendering.pdf import render_pdf
document = Document("公告", (Paragraph("现予公布。"),), "2026-11-20T11:00:00+08:00")
assert render_pdf(document, Fonts(*sys.argv[1:])).startswith(b"%PDF-")
"""


def test_it_ends_without_a_word_and_leaves_no_copy_of_a_font(fonts: Fonts, tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", PRINTING, fonts.fandol, fonts.noto],
        cwd=CHECKOUT,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        capture_output=True,
        check=True,
    )
    assert ended.stderr == b""
    assert list(tmp_path.iterdir()) == []

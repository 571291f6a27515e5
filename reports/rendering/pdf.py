"""HTML becomes a PDF that lasts: PDF/A-3a, tagged, its evidence inside, always the same bytes."""

import atexit
import functools
import hashlib
import warnings
import zlib
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any, Final

from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration

from reports.document import Document, Enclosed
from reports.rendering.figures import mend_figures
from reports.rendering.fonts import Fonts
from reports.rendering.html import render_html
from reports.rendering.long_tables import set_aside
from reports.rendering.resources import OwnFilesOnly, font_faces, own_files

VARIANT: Final = "pdf/a-3a"
UNDATED: Final = datetime(2000, 1, 1, tzinfo=UTC)


def render_pdf(document: Document, fonts: Fonts, *, enclosed: Sequence[Enclosed] = ()) -> bytes:
    """Print a document. The same document, files and fonts give the same bytes.

    A table too long for paper goes along as a workbook.
    """
    document, workbook = set_aside(document)
    enclosed = (*enclosed, *workbook)
    return print_html(
        render_html(document),
        fonts,
        styles=_styles(document),
        dated=document.dated,
        enclosed=enclosed,
    )


def print_html(
    html: str, fonts: Fonts, *, styles: str, dated: str, enclosed: Sequence[Enclosed] = ()
) -> bytes:
    """Print a page of ours; whatever it asks for beyond our own fonts is refused."""
    fetcher, configuration = OwnFilesOnly(own_files(fonts)), _unpacked(fonts)
    sheet = CSS(
        string=f"{font_faces(fonts)}\n{styles}", font_config=configuration, url_fetcher=fetcher
    )
    with warnings.catch_warnings():
        # WeasyPrint 70 leaves its own colour profile to the garbage collector.
        warnings.filterwarnings("ignore", "unclosed file .*sRGB2014.icc", ResourceWarning)
        printed = HTML(string=html, url_fetcher=fetcher).write_pdf(  # pyright: ignore[reportUnknownMemberType]
            stylesheets=[sheet],
            font_config=configuration,
            presentational_hints=False,
            pdf_variant=VARIANT,
            pdf_tags=True,
            pdf_identifier=_identifier(html, styles, enclosed),
            attachments=[_attach(file, dated, fetcher) for file in enclosed],
            finisher=_finish,
        )
    if printed is None:
        raise TypeError("a PDF without a target is bytes")
    return printed


@functools.lru_cache(maxsize=1)
def _unpacked(fonts: Fonts) -> FontConfiguration:
    """Where WeasyPrint keeps its own copies of these font files; 43 MB are copied once.

    They are given up while the process still can delete them: at the very end it no longer could.
    """
    assert fonts
    atexit.register(_unpacked.cache_clear)
    return FontConfiguration()


def _styles(document: Document) -> str:
    names = [document.paper.value, *(["draft"] if document.draft else [])]
    folder = files("reports") / "styles"
    return "\n".join((folder / f"{name}.css").read_text("utf-8") for name in names)


def _identifier(html: str, styles: str, enclosed: Sequence[Enclosed]) -> bytes:
    """Identify the file by its content, so that printing again is printing the same."""
    digest = hashlib.sha256(f"{html}\0{styles}".encode())
    for file in enclosed:
        digest.update(hashlib.sha256(file.data).digest())
    return digest.hexdigest()[:32].encode()


def _attach(file: Enclosed, dated: str, fetcher: OwnFilesOnly) -> Attachment:
    day = datetime.fromisoformat(dated).astimezone(UTC) if dated else UNDATED
    return Attachment(
        string=file.data,
        name=file.name,
        description=file.description,
        created=day,
        modified=day,
        relationship="Data",
        url_fetcher=fetcher,
    )


def _finish(_document: object, pdf: Any) -> None:  # noqa: ANN401 -- pydyf is untyped
    mend_figures(pdf)
    _name_each_file_once(pdf)
    _pack_each_file_once(pdf)


def _name_each_file_once(pdf: Any) -> None:  # noqa: ANN401
    """Keep one reference a file: WeasyPrint 70 lists associated files twice in the catalogue."""
    if "AF" in pdf.catalog:
        pdf.catalog["AF"][:] = dict.fromkeys(pdf.catalog["AF"])


def _pack_each_file_once(pdf: Any) -> None:  # noqa: ANN401
    """Give the file packed: pydyf 0.13 packs a stream to write it, and again to number the PDF."""
    for each in pdf.objects:
        if getattr(each, "extra", {}).get("Type") == "/EmbeddedFile":
            each.stream = [zlib.compress(b"".join(each.stream), 9)]
            each.extra["Filter"], each.compress = "/FlateDecode", False

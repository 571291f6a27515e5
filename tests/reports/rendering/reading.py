"""A printed PDF read back: lines with their places in millimetres, fonts, tags."""

import io
import re
import subprocess
from collections.abc import Iterator
from typing import Any, NamedTuple

from pypdf import PdfReader
from pypdf.generic import DictionaryObject

MM = 25.4 / 72


class Line(NamedTuple):
    """A line of text on a page, in millimetres from the upper left corner."""

    words: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def read_pages(pdf: bytes) -> list[list[Line]]:
    """Every line of every page, as poppler finds them."""
    run = subprocess.run(
        ["pdftotext", "-bbox-layout", "-", "-"], input=pdf, capture_output=True, check=True
    )
    return [
        sorted(_lines(page), key=lambda line: (line.top, line.left))
        for page in run.stdout.decode().split("<page ")[1:]
    ]


def _lines(page: str) -> Iterator[Line]:
    for xs, ys, xe, ye, inside in re.findall(
        r'<line xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</line>', page, re.DOTALL
    ):
        words = " ".join(re.findall(r"<word [^>]*>(.*?)</word>", inside))
        yield Line(words, *(float(at) * MM for at in (xs, ys, xe, ye)))


def find(pdf: bytes, words: str) -> Line:
    """The one line that reads exactly so."""
    (found,) = [line for page in read_pages(pdf) for line in page if line.words == words]
    return found


def text(pdf: bytes) -> str:
    """The whole text, without white space."""
    run = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return re.sub(r"\s+", "", run.stdout.decode())


def open_pdf(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def catalogue(pdf: bytes) -> DictionaryObject:
    return open_pdf(pdf).root_object


def fonts_by_character(pdf: bytes) -> dict[str, str]:
    """Which typeface each character was set in (the last one, where there are several)."""
    found: dict[str, str] = {}

    def visit(words: str, _cm: Any, _tm: Any, font: Any, _size: float) -> None:
        for letter in words.strip():
            found[letter] = str(font["/BaseFont"]).partition("+")[2]

    for page in open_pdf(pdf).pages:
        page.extract_text(visitor_text=visit)
    return found


def embedded_fonts(pdf: bytes) -> dict[str, DictionaryObject]:
    """Fonts of all pages: name → the Type0 font."""
    return {
        str(font.get_object()["/BaseFont"]).partition("+")[2]: font.get_object()
        for page in open_pdf(pdf).pages
        for font in page["/Resources"]["/Font"].values()
    }


def tags(pdf: bytes) -> list[DictionaryObject]:
    """The structure elements, in reading order."""

    def walk(node: Any) -> Iterator[DictionaryObject]:
        node = node.get_object()
        if isinstance(node, list):
            for child in node:
                yield from walk(child)
        elif isinstance(node, dict):
            if "/S" in node:
                yield node
            if "/K" in node:
                yield from walk(node["/K"])

    return list(walk(catalogue(pdf)["/StructTreeRoot"]))


def faces_of_lines(pdf: bytes) -> list[tuple[str, str]]:
    """Runs of words and the typeface each was set in, in order."""
    found: list[tuple[str, str]] = []

    def visit(words: str, _cm: Any, _tm: Any, font: Any, _size: float) -> None:
        if words.strip():
            found.append((words.strip(), str(font["/BaseFont"]).partition("+")[2]))

    for page in open_pdf(pdf).pages:
        page.extract_text(visitor_text=visit)
    return found

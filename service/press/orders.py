"""What is asked of the machine that prints, and what it answers, on the pipe between the two."""

import enum
import functools
import hashlib
import struct
from collections.abc import Iterator
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final, TypeAlias

import msgspec

from reports.document import Document, Enclosed
from reports.rendering.fonts import Fonts, font_files
from surveys import canonical
from surveys.canonical import fingerprint
from surveys.values import Value

LENGTH: Final = struct.Struct(">Q")
"""Every message is preceded by its length."""


class Form(enum.Enum):
    """The kind of file a document is made into."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"


class Order(Value, frozen=True):
    """One document to print; `rule_words` go on a sheet of the workbook."""

    document: bytes
    """Canonical: what is signed, kept and compared are these bytes."""
    form: Form = Form.PDF
    enclosed: tuple[Enclosed, ...] = ()
    rule_words: tuple[str, ...] = ()


class Limits(Value, frozen=True):
    """What one document may cost."""

    seconds: float = 90.0
    memory: int = 900_000_000
    """Bytes of data the process may hold; a report of eleven pages needs a sixth of it."""
    brought: int = 6
    """Bytes more for a byte of the order: enclosed files are read, packed and written."""
    small: int = 1_000_000
    """An order of fewer bytes brings no room of its own."""
    worn: int = 400_000_000
    """After a document that needed so much, the process gives its memory back by ending."""


class Setup(Value, frozen=True):
    """The first message: where the fonts are, what it may cost."""

    fonts: Fonts
    limits: Limits


class Laying(Value, frozen=True, tag="laying"):
    """So many pages are laid out."""

    pages: int


class Writing(Value, frozen=True, tag="writing"):
    """All are laid out; the file is being written."""

    pages: int


class Printed(Value, frozen=True, tag="printed"):
    """The file, and the most memory the process ever held."""

    data: bytes
    peak: int


class Unprinted(Value, frozen=True, tag="unprinted"):
    """Why there is none: a code of `surveys.refusals`, or the name of a fault of ours."""

    code: str
    fault: str = ""


Stage: TypeAlias = Laying | Writing
Answer: TypeAlias = Laying | Writing | Printed | Unprinted


def pack(message: Order | Setup | Answer) -> bytes:
    """Write a message, its length first."""
    written = msgspec.msgpack.encode(message)
    return LENGTH.pack(len(written)) + written


def order(
    document: Document,
    *,
    form: Form = Form.PDF,
    enclosed: tuple[Enclosed, ...] = (),
    rule_words: tuple[str, ...] = (),
) -> Order:
    """Ask for a document."""
    return Order(canonical.encode(document), form, enclosed, rule_words)


def key_of(wanted: Order, fonts: Fonts) -> str:
    """What two orders share that give the same file: words, fonts, program, enclosed files."""
    whole = hashlib.sha256(f"{_program()}\0{_faces(fonts)}\0{wanted.form.value}".encode())
    for part in (wanted.document, *(words.encode() for words in wanted.rule_words)):
        whole.update(hashlib.sha256(part).digest())
    for file in wanted.enclosed:
        whole.update(hashlib.sha256(msgspec.msgpack.encode(file)).digest())
    return whole.hexdigest()


def _faces(fonts: Fonts) -> str:
    """The font files, each by its size: they come whole from packages or not at all."""
    found = (
        (path.name, path.stat().st_size) for path in font_files(fonts).values() if path.is_file()
    )
    return repr(sorted(found))


@functools.cache
def _program() -> str:
    """The rendering code and style sheets, so that a new release prints anew."""
    folder = files("reports")
    sources = [_read(folder / part) for part in ("charts", "rendering", "styles", "wording")]
    libraries = [version(name) for name in ("weasyprint", "python-docx", "xlsxwriter")]
    return fingerprint(repr((sources, libraries)).encode())


def _read(folder: Traversable) -> list[tuple[str, bytes]]:
    return sorted(_sources(folder))


def _sources(folder: Traversable) -> Iterator[tuple[str, bytes]]:
    for file in folder.iterdir():
        if file.name.endswith((".py", ".css")):
            yield file.name, file.read_bytes()

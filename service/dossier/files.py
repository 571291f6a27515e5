"""The files of one survey: printed or brought in, some of them published; kept once and for all."""

from typing import Final

import msgspec

from service.database import Connection
from service.database.statements import command, query
from service.dossier.deeds import Deed
from surveys.canonical import fingerprint

MEDIA: Final = {
    "json": "application/json",
    "jsonl": "application/jsonl",
    "pdf": "application/pdf",
    "zip": "application/zip",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8; header=present",
}
"""By the end of a name."""


class FileRow(msgspec.Struct, frozen=True):
    """A kept file."""

    name: str
    media_type: str
    content: bytes


class ListedFileRow(msgspec.Struct, frozen=True):
    """A kept file in the list."""

    name: str
    media_type: str
    digest: str
    public: bool


list_files: Final = query("dossier", "list_files", ListedFileRow)
read_file: Final = query("dossier", "read_file", FileRow)
_keep: Final = command("dossier", "keep_file")
_replace: Final = command("dossier", "replace_file")


async def keep_file(
    conn: Connection, deed: Deed, name: str, content: bytes, *, public: bool = False
) -> None:
    """Keep a file; one that is there already stays as it is."""
    await _keep.run(conn, *_columns(deed, name, content), public)


async def replace_file(conn: Connection, deed: Deed, name: str, content: bytes) -> None:
    """Keep a file that may be brought again until it is used."""
    await _replace.run(conn, *_columns(deed, name, content), False)


def _columns(deed: Deed, name: str, content: bytes) -> tuple[object, ...]:
    media = MEDIA[name.rpartition(".")[2]]
    return (deed.town, deed.survey, name, media, content, fingerprint(content))

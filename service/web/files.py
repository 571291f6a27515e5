"""Files a browser shows or keeps, under names that may be Chinese; and those it sends."""

import io
import zipfile
from collections.abc import Mapping
from typing import Final
from urllib.parse import quote

from litestar import Response
from litestar.datastructures import UploadFile

from surveys.refusals import Refusal

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_KEPT: Final = "application/octet-stream"


def give(
    content: bytes,
    name: str,
    *,
    media: str,
    manner: str = "inline",
    headers: Mapping[str, str] | None = None,
) -> Response[bytes]:
    """A file; `manner` is `attachment` where it is to be kept and not shown."""
    disposition = {"content-disposition": f"{manner}; filename*=UTF-8''{quote(name)}"}
    return Response(content, media_type=media, headers={**(headers or {}), **disposition})


def give_all(files: Mapping[str, bytes], name: str) -> Response[bytes]:
    """Files to be kept: one as it is, several in an archive."""
    if len(files) == 1:
        (known, content), *_ = files.items()
        ending = known.rpartition(".")[2]
        return give(content, f"{name}.{ending}", media=_KEPT, manner="attachment")
    return give(pack(files), f"{name}.zip", media="application/zip", manner="attachment")


def pack(files: Mapping[str, bytes]) -> bytes:
    """A zip archive without times of its own."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), data, zipfile.ZIP_DEFLATED)
    return into.getvalue()


async def receive(file: object, *, most: int) -> bytes:
    """A file somebody chose: at most one byte more than may be, so that the reader says why not."""
    if not isinstance(file, UploadFile):
        raise Refusal("file.missing")
    return await file.read(most + 1)

"""Bytes become a file a browser shows or keeps, under a name that may be Chinese."""

from urllib.parse import quote

from litestar import Response


def give(content: bytes, name: str, *, media: str, manner: str = "inline") -> Response[bytes]:
    """A file; `manner` is `attachment` where it is to be kept and not shown."""
    disposition = f"{manner}; filename*=UTF-8''{quote(name)}"
    return Response(content, media_type=media, headers={"content-disposition": disposition})

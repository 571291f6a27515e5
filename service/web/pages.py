"""A template and a view become a page."""

import gzip
import re
import zlib
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import MediaType, Response
from markupsafe import escape

from reports.wording.problems import heading
from reports.wording.refusals import explain
from service.web import assets
from service.web.answers import Answer
from service.web.asking import AnyRequest
from surveys.refusals import Refusal
from surveys.values import Value

TEMPLATES: Final = Path(__file__).parent / "templates"

_environment = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_names: dict[str, Any] = _environment.globals
_names.update(
    inline=assets.inline, address=assets.address, integrity=assets.integrity, heading=heading
)


def render(template: str, **context: object) -> str:
    """Render a template; an undefined name is an error, never an empty space."""
    return _environment.get_template(template).render(**context)


def show(template: str, *, status: int = 200, **context: object) -> Response[str]:
    """Answer with a page."""
    return Response(render(template, **context), media_type=MediaType.HTML, status_code=status)


def answer(template: str, refused: Refusal | None, **context: object) -> Response[str]:
    """Answer with a page that also says what stood against what was asked, if anything did."""
    status, words = (refused.status, explain(refused)) if refused else (200, "")
    return show(template, status=status, refused=words, **context)


class Ready(Value, frozen=True):
    """A page drawn once for everybody who asks."""

    plain: bytes
    packed: bytes


def ready(template: str, **context: object) -> Ready:
    """Draw and compress now, so that giving it costs nothing later."""
    return pack(render(template, **context).encode())


def pack(plain: bytes) -> Ready:
    """Compress what many will ask for."""
    return Ready(plain, gzip.compress(plain, mtime=0))


class Letter(Value, frozen=True):
    """A page drawn once for everybody, with gaps for what is one reader's own.

    `packed` holds each piece deflated by itself, ending on a whole byte, so that a copy is the
    pieces put together and nobody's own words lie in anything that is kept.
    """

    plain: tuple[bytes, ...]
    packed: tuple[bytes, ...]
    gaps: tuple[str, ...]


_GAP: Final = re.compile("\x02([a-z]+)\x03")
_HEAD: Final = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"  # RFC 1952: deflate, no name, no time
_END: Final = b"\x03\0"  # RFC 1951: a last block, empty


def gap(name: str) -> str:
    """What stands in a view in place of what is somebody's own."""
    return f"\x02{name}\x03"


def letter(template: str, **context: object) -> Letter:
    """Draw and compress a page whose view holds gaps."""
    parts = _GAP.split(render(template, **context))
    plain = tuple(part.encode() for part in parts[::2])
    return Letter(plain, tuple(_deflate(part) for part in plain), tuple(parts[1::2]))


def _deflate(piece: bytes) -> bytes:
    packer = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    return packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)


def fill(page: Letter, request: AnyRequest, policy: str, **own: str) -> Answer:
    """One reader's copy; no middleware may compress this address again."""
    words = [str(escape(own[name])).encode() for name in page.gaps]
    plain = _between(page.plain, words)
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return _answer(plain, packed=False, policy=policy)
    check = zlib.crc32(plain).to_bytes(4, "little") + len(plain).to_bytes(4, "little")
    body = _between(page.packed, [_deflate(word) for word in words])
    return _answer(_HEAD + body + _END + check, packed=True, policy=policy)


def _between(pieces: tuple[bytes, ...], words: list[bytes]) -> bytes:
    return pieces[0] + b"".join(word + piece for word, piece in zip(words, pieces[1:], strict=True))


def give(page: Ready, request: AnyRequest, *, media: str = "text/html", policy: str = "") -> Answer:
    """Answer with a page that is ready; no middleware may compress this address again."""
    packed = "gzip" in request.headers.get("accept-encoding", "")
    body = page.packed if packed else page.plain
    return _answer(body, packed=packed, media=media, policy=policy)


def _answer(body: bytes, *, packed: bool, media: str = "text/html", policy: str = "") -> Answer:
    """`policy` is a page's own, where it is stricter than that of all pages."""
    head = [(b"content-type", f"{media}; charset=utf-8".encode()), (b"vary", b"accept-encoding")]
    if packed:
        head.append((b"content-encoding", b"gzip"))
    if policy:
        head.append((b"content-security-policy", policy.encode()))
    return Answer(body, head)

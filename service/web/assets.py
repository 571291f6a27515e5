"""Style sheets and scripts: inlined where one document must be enough, else addressed by content.

An address holds the hash of what it serves, so a browser may keep it for ever and a new release
is never mixed with an old file.
"""

import base64
import hashlib
import mimetypes
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from litestar import Response, get
from litestar.params import FromPath
from markupsafe import Markup

from service.web.thinning import thin, thin_script
from surveys.refusals import Refusal
from surveys.values import Value

STATIC: Final = Path(__file__).parent / "static"

INLINED: Final[dict[str, tuple[str, ...]]] = {
    "voter.css": ("tokens.css", "voter.css"),
    "trial.css": ("tokens.css", "voter.css", "trial.css"),
    "poll.css": ("tokens.css", "voter.css", "poll.css"),
    "sealed.css": ("tokens.css", "voter.css", "sealed.css"),
    "doors.css": ("tokens.css", "voter.css", "doors.css"),
    "ballot.js": ("ballot.js",),
    "asking-ballot.js": ("poll.js", "ballot.js"),
    "opinions.js": ("opinions.js",),
    "verify.css": ("tokens.css", "public.css", "verify/verify.css"),
    "verify.js": tuple(f"verify/{part}.js" for part in ("reading", "counting", "checking", "page")),
    "sealed-ballot.js": ("sealed/door.js", "ballot.js"),
    "sealed-asking-ballot.js": ("sealed/door.js", "poll.js", "ballot.js"),
}
"""What a page carries in itself: the voter's, so that a hall with bad reception needs one request;
the verifier's, so that it works from a file."""

SEALING: Final = ("bytes", "stamps", "envelope", "answers", "course")
"""What makes an envelope on the voter's device, in the order in which one needs the other."""

LINKED: Final[dict[str, tuple[str, ...]]] = {
    "sealed.js": tuple(f"sealed/{part}.js" for part in SEALING),
    "public.css": ("tokens.css", "public.css"),
    "console.css": ("tokens.css", "console.css"),
    "desk.js": ("desk.js",),
    "entry.js": ("entry.js",),
    "kiosk.js": ("kiosk.js",),
    "live.css": ("live.css",),
    "live.js": ("live.js",),
    "writing.js": ("writing.js",),
}


class Asset(Value, frozen=True):
    """One file as it is served."""

    file: str
    media: str
    content: bytes


def _joined(parts: tuple[str, ...]) -> str:
    return "\n".join((STATIC / part).read_text().strip() for part in parts)


def _asset(name: str, content: bytes) -> Asset:
    stem, _, kind = name.rpartition(".")
    digest = hashlib.sha256(content).hexdigest()[:12]
    media = mimetypes.types_map[f".{kind}"] + "; charset=utf-8"
    return Asset(f"{stem}.{digest}.{kind}", media, content)


@cache
def _inlined() -> dict[str, str]:
    return {name: _thinned(name, parts) for name, parts in INLINED.items()}


def _thinned(name: str, parts: tuple[str, ...]) -> str:
    return (thin_script if name.endswith(".js") else thin)(_joined(parts))


@cache
def _linked() -> dict[str, Asset]:
    assets = {name: _asset(name, _thinned(name, parts).encode()) for name, parts in LINKED.items()}
    htmx = files("js_lib_htmx") / "static" / "htmx" / "htmx.min.js"
    return assets | {"htmx.js": _asset("htmx.js", htmx.read_bytes())}


def inline(name: str) -> Markup:
    """The text of a style sheet or script, to stand inside its own element."""
    return Markup(_inlined()[name])  # noqa: S704  our own file, never a user's words


def inline_hashes() -> tuple[str, ...]:
    """The CSP sources of every inline block, such as `sha256-…`."""
    digests = (hashlib.sha256(text.encode()).digest() for text in _inlined().values())
    return tuple("sha256-" + base64.b64encode(digest).decode() for digest in digests)


def address(name: str) -> str:
    """Where the browser finds a linked file."""
    return "/static/" + _linked()[name].file


def linked(name: str) -> bytes:
    """What a linked file holds."""
    return _linked()[name].content


def integrity(name: str) -> str:
    """What a page tells the browser of a linked file, so that no other one runs in its place."""
    return "sha384-" + _sha384(linked(name))


def sealing_script() -> str:
    """What a manifest says of the code that seals (`Manifest.script`): SHA-384, base64.

    It covers all the code of a ballot page in the order it runs: the text of the page's own
    `<script>` element, then the file at `data-script`. In an evaluation no question depends on
    another, so there is one such script.
    """
    return _sha384(_inlined()["sealed-ballot.js"].encode() + linked("sealed.js"))


def voting_scripts() -> tuple[str, ...]:
    """Every script of a sealed vote by itself (`Manifest.scripts`), the tablet's among them."""
    scripts = _inlined()["sealed-ballot.js"].encode(), linked("sealed.js"), linked("kiosk.js")
    return tuple(sorted(_sha384(one) for one in scripts))


def _sha384(content: bytes) -> str:
    return base64.b64encode(hashlib.sha384(content).digest()).decode()


@get("/static/{file:str}", include_in_schema=False)
async def serve(file: FromPath[str]) -> Response[bytes]:
    """Serve a linked file; its address changes with its content, so it may be kept for ever."""
    for asset in _linked().values():
        if asset.file == file:
            forever = {"cache-control": "public, max-age=31536000, immutable"}
            return Response(asset.content, media_type=asset.media, headers=forever)
    raise Refusal("request.unknown_page")

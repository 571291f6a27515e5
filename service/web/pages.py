"""A template and a view become a page."""

import gzip
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import MediaType, Response

from reports.wording.problems import heading
from service.web import assets
from service.web.asking import AnyRequest
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


def give(page: Ready, request: AnyRequest, *, media: str = "text/html") -> Response[bytes]:
    """Answer with a page that is ready; no middleware may compress this address again."""
    packed = "gzip" in request.headers.get("accept-encoding", "")
    headers = {"vary": "accept-encoding", **({"content-encoding": "gzip"} if packed else {})}
    body = page.packed if packed else page.plain
    return Response(body, media_type=f"{media}; charset=utf-8", headers=headers)

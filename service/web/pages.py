"""A template and a view become a page."""

from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import MediaType, Response

from reports.wording.problems import heading
from service.web import assets

TEMPLATES: Final = Path(__file__).parent / "templates"

_environment = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_names: dict[str, Any] = _environment.globals
_names.update(inline=assets.inline, address=assets.address, heading=heading)


def render(template: str, **context: object) -> str:
    """Render a template; an undefined name is an error, never an empty space."""
    return _environment.get_template(template).render(**context)


def show(template: str, *, status: int = 200, **context: object) -> Response[str]:
    """Answer with a page."""
    return Response(render(template, **context), media_type=MediaType.HTML, status_code=status)

"""What a request asks for besides its address: a page or JSON, and in which size of type."""

from typing import Any, TypeAlias

from litestar import Request
from litestar.datastructures import State

AnyRequest: TypeAlias = Request[Any, Any, State]


def wants_json(request: AnyRequest) -> bool:
    """Whether the caller asked for JSON rather than a page."""
    return "application/json" in request.headers.get("accept", "")


def wants_big(request: AnyRequest) -> bool:
    """Whether the reader asked for large type (大字版) in the address, as works without scripts."""
    return request.query_params.get("big") == "1"

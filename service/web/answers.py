"""Bytes become an answer with its head written: what a whole hall asks for at once.

The framework's own response is drawn up anew for each request, which costs more than giving a page
that is ready. What every answer carries is added to these as to all others, when they are sent.
"""

from collections.abc import Sequence
from typing import Final, TypeAlias
from urllib.parse import quote

import msgspec
from litestar.types import Receive, Scope, Send

Pair: TypeAlias = tuple[bytes, bytes]
JSON: Final[Pair] = (b"content-type", b"application/json")


class Answer:
    """A body, and the headers that are its own."""

    __slots__: tuple[str, ...] = ("body", "head", "status")

    def __init__(self, body: bytes, head: Sequence[Pair], *, status: int = 200) -> None:
        """The length is told as it is sent."""
        self.body: bytes = body
        self.head: Sequence[Pair] = head
        self.status: int = status

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        """Send it."""
        headers = [*self.head, (b"content-length", b"%d" % len(self.body))]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": self.body, "more_body": False})


def tell(value: msgspec.Struct, *own: Pair) -> Answer:
    """What a script of ours asked for."""
    return Answer(msgspec.json.encode(value), (JSON, *own))


def lead(address: str) -> Answer:
    """Lead on to another page of ours."""
    return Answer(b"", ((b"location", quote(address).encode()),), status=303)

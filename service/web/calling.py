"""A caller who never finishes asking is hung up on: too long a head, or too slow a one.

So is one who asks two hosts at once: a proxy before us might have read the other.

uvicorn bounds neither. A head that never ends would be kept in memory and read again and again,
and a thousand callers who say nothing would hold every descriptor this process may have.
"""

import asyncio
from typing import Any, ClassVar, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

LARGEST_HEAD: Final = 32 * 1024
"""Bytes of request line and headers; what came in one piece with their end is not counted."""
_TOO_LARGE: Final = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\n"
    b"connection: close\r\ncontent-length: 0\r\n\r\n"
)


class BoundedProtocol(HttpToolsProtocol):
    """uvicorn's own, with an end to its patience (seconds)."""

    head_patience: ClassVar[float] = 20.0
    body_patience: ClassVar[float] = 120.0

    _timer: asyncio.TimerHandle | None = None
    _asking: bool = False
    _heard: int = 0

    def connection_made(self, transport: Any) -> None:  # noqa: ANN401 -- as asyncio has it
        """The head must come from now on."""
        super().connection_made(transport)
        self._begin()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is waited for any more."""
        self._stop()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Whatever is still head after this counts."""
        super().data_received(data)
        if self._asking:
            self._heard += len(data)
            if self._heard > LARGEST_HEAD and not self.transport.is_closing():
                self.transport.write(_TOO_LARGE)
                self.transport.close()

    def on_message_begin(self) -> None:
        """Another request on the same line."""
        super().on_message_begin()
        if not self._asking:
            self._begin()

    def on_headers_complete(self) -> None:
        """The head is here, with one Host at most (RFC 9112 §3.2); now its body must come."""
        if [name for name, _ in self.headers].count(b"host") > 1:
            raise ValueError("more than one Host")  # the parser's caller answers 400
        self._asking = False
        self._wait(self.body_patience)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """All of it is here; from now on we are the ones who keep somebody waiting."""
        self._stop()
        super().on_message_complete()

    def _begin(self) -> None:
        self._asking, self._heard = True, 0
        self._wait(self.head_patience)

    def _wait(self, seconds: float) -> None:
        self._stop()
        self._timer = self.loop.call_later(seconds, self.transport.abort)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

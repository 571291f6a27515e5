"""Settings become a running site: database, web, worker, opener; for as long as a story lasts."""

import asyncio
import contextlib
import errno
import signal
import socket
from collections.abc import Awaitable, Callable, Coroutine, Generator, Iterable, Sequence
from typing import Any, Final

from service.cli import lifeline
from service.cli.children import Child, keep, of_ours
from service.settings import CannotStart, Settings

BACKLOG: Final = 2048
"""Callers the kernel lets wait while the web process starts, or starts again."""

Story = Callable[[], Coroutine[Any, Any, None]]
"""What happens on the running site: serving until Ctrl-C, or a demonstration."""


async def run_site(settings: Settings, story: Story) -> None:
    """Start everything, tell the story once a page can be had, then stop everything.

    SIGINT and SIGTERM end the story early; a child that cannot be kept ends it with CannotStart.
    """
    stop = _stop_on_signals()
    with contextlib.ExitStack() as stack:
        await _open_database(settings, stack)  # first, for it knows whether we run already
        listener = stack.enter_context(_listening(settings))
        pipe = stack.enter_context(lifeline.held())
        await _first_of(
            stop.wait(),
            _tell(story, listener),
            *(keep(child, pipe) for child in _children(settings, listener)),
        )


def _stop_on_signals() -> asyncio.Event:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop


@contextlib.contextmanager
def _listening(settings: Settings) -> Generator[socket.socket]:
    """The web's socket. It is ours: when the web process dies, callers wait for the next one."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((settings.host, settings.port))
            listener.listen(BACKLOG)
        except OSError as error:
            raise _unbound(settings, error) from error
        yield listener


def _unbound(settings: Settings, error: OSError) -> CannotStart:
    where = {"host": settings.host, "port": settings.port}
    if error.errno == errno.EADDRINUSE:
        return CannotStart("port_in_use", **where)
    return CannotStart("cannot_listen", **where, detail=error.strerror or error)


async def _open_database(settings: Settings, stack: contextlib.ExitStack) -> None:
    from service.database.cluster import running_cluster
    from service.database.preparation import prepare

    # Blocks on purpose: a signal in between waits for a database that can be stopped.
    server = stack.enter_context(running_cluster(settings))
    await prepare(settings, server)


def _children(settings: Settings, listener: socket.socket) -> Sequence[Child]:
    number = listener.fileno()
    ours = [
        of_ours(settings, "web", "--socket", str(number), sockets=(number,)),
        of_ours(settings, "work"),
        of_ours(settings, "open-boxes"),
    ]
    return ours if settings.database_url is not None else [*ours, _last_will(settings)]


def _last_will(settings: Settings) -> Child:
    """If we are killed, the embedded database stops too; the next start finds it at rest."""
    note = settings.cluster / "data" / "postmaster.pid"
    script = 'while read -r _; do :; done; kill -INT "$(head -n 1 "$1")"'
    return Child("stop-database", ("/bin/sh", "-c", script, "sh", str(note)))


async def _tell(story: Story, listener: socket.socket) -> None:
    """Wait for the first answer of the web, whatever it says, then tell the story."""
    host, port = listener.getsockname()[:2]
    reader, writer = await asyncio.open_connection(host, port)
    writer.write(b"GET /healthz HTTP/1.0\r\n\r\n")
    await reader.read(1)
    writer.close()
    await story()


async def _first_of(*parts: Awaitable[object]) -> None:
    """Run all until one is done; end the others; raise what it raised."""
    tasks = [asyncio.ensure_future(part) for part in parts]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        await _cancel(tasks)
    for task in done:
        task.result()


async def _cancel(tasks: Iterable[asyncio.Future[object]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)

"""`web`, `work`, `open-boxes`: the processes a site is made of. `serve` runs all three."""

import asyncio
import contextlib
import gc
import resource
import signal
import socket
from collections.abc import Callable, Coroutine
from typing import Any, Final

import click

from reports.wording.commands import ABOUT
from service.cli import lifeline
from service.cli.environment import read_settings

KEEP_ALIVE: Final = 65
"""Seconds a silent line is kept: a phone that opened one at the review confirms on it, and is
spared the two or three journeys of opening another."""

YOUNG_OBJECTS: Final = 10_000
"""Made and not freed before the collector looks; a hall's requests in flight are as many."""

_follow = click.option(
    "--lifeline",
    "follows",
    is_flag=True,
    hidden=True,
    help="end when standard input does",
)


@click.command(hidden=True, help=ABOUT["web"])
@_follow
@click.option("--socket", "descriptor", type=int, required=True)
def web(*, follows: bool, descriptor: int) -> None:
    """Answer requests on a socket that is already listening."""
    if follows:
        lifeline.follow()
    import uvicorn

    from service.app import create_app
    from service.web.calling import BoundedProtocol

    _keep_many_lines()
    app = create_app(read_settings())
    _keep_for_good()
    config = uvicorn.Config(
        app,
        loop="uvloop",
        http=BoundedProtocol,  # httptools
        ws="none",
        lifespan="on",
        log_level="warning",
        access_log=False,  # who asked for what, and when, is kept nowhere
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=3,
    )
    uvicorn.Server(config).run(sockets=[socket.socket(fileno=descriptor)])


def _keep_many_lines() -> None:
    """As many descriptors as the system allows: every phone that reads keeps a line."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with contextlib.suppress(ValueError, OSError):  # macOS says unlimited, and then refuses it
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _keep_for_good() -> None:
    """What the program is made of is no garbage: the collector need not look through it again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS)


@click.command(help=ABOUT["work"])
@_follow
def work(*, follows: bool) -> None:
    """Do what was left for later."""
    if follows:
        lifeline.follow()
    from service.cli.working import do_work

    _run(do_work(read_settings()))


@click.command(help=ABOUT["open-boxes"])
@_follow
def open_boxes(*, follows: bool) -> None:
    """Open boxes that are closed, as the opener's role."""
    if follows:
        lifeline.follow()
    import uvloop

    from service.box import opener

    # Envelopes come in pieces of eight kilobytes, each of which wakes the loop.
    _run(opener.open_boxes(read_settings()), loops=uvloop.new_event_loop)


def _run(
    work_: Coroutine[Any, Any, None],
    *,
    loops: Callable[[], asyncio.AbstractEventLoop] = asyncio.new_event_loop,
) -> None:
    """Run until done or told to stop; a stop lets every block end as it would."""

    async def run() -> None:
        task = asyncio.ensure_future(work_)
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, task.cancel)
        await task

    with contextlib.suppress(asyncio.CancelledError), asyncio.Runner(loop_factory=loops) as runner:
        runner.run(run())

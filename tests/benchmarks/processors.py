"""How long the processors worked, and for whom: the figure that a noisy neighbour moves least."""

import time
from pathlib import Path
from typing import NamedTuple

from tests.journeys.sites import Site

_NANOSECONDS = 1e-9


class Spent(NamedTuple):
    """Processor seconds."""

    web: float
    database: float
    here: float

    def since(self, before: "Spent") -> "Spent":
        return Spent(*(now - then for now, then in zip(self, before, strict=True)))


def spent(site: Site) -> Spent:
    """Until now, by the web process, by all of the database's, and by this one."""
    postmaster = site.postmaster()
    return Spent(
        _worked(site.child("web")),
        sum(_worked(number) for number in (postmaster, *_children(postmaster))),
        time.process_time(),
    )


def _children(number: int) -> list[int]:
    children = Path(f"/proc/{number}/task/{number}/children").read_text()
    return [int(child) for child in children.split()]


def _worked(number: int) -> float:
    """Of every thread, user's and system's: the first word of its schedstat, in nanoseconds."""
    threads = Path(f"/proc/{number}/task").glob("*/schedstat")
    return sum(int(thread.read_text().split()[0]) for thread in threads) * _NANOSECONDS

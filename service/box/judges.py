"""Who judges the envelopes of a box: this process, or for a large box several, each a processor.

A judge of its own holds the box key in its own memory for as long as the box is being opened.
"""

import asyncio
import contextlib
import multiprocessing
import os
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import forkserver
from typing import Final, TypeAlias

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)

from service.box.judging import Bench, Opened, judge
from surveys.ballots.validity import Spoiled
from surveys.keys import GroupKey, UnitKey
from surveys.values import Value

LARGE: Final = 2048
"""Envelopes from which on more judges are worth their coming."""
AT_ONCE: Final = 128
"""Envelopes a judge is given at once, and those read meanwhile."""


class Envelope(Value, frozen=True):
    """A sealed envelope as it lies in the box."""

    leaf: bytes
    weighting_group: GroupKey
    envelope: bytes
    unit: UnitKey | None


Judgements: TypeAlias = list[Opened | Spoiled]
"""One for each envelope, in their order."""


class Judges(msgspec.Struct, frozen=True):
    """Give them envelopes; so many may be on their way at once without anybody waiting."""

    judge: Callable[[Sequence[Envelope]], Awaitable[Judgements]]
    number: int


_PROCESSES: Final = multiprocessing.get_context("forkserver")
_bench: list[Bench] = []
"""Of a process that does nothing but judge: the one bench it sits at."""


def call_judges() -> None:
    """Have a program ready that judges are copied from; else each would take a second to begin."""
    _PROCESSES.set_forkserver_preload([__name__])
    forkserver.ensure_running()


@contextlib.asynccontextmanager
async def sitting(bench: Bench, envelopes: int) -> AsyncGenerator[Judges]:
    """Judges for a box with so many envelopes."""
    number = os.cpu_count() or 1
    if envelopes < LARGE or number == 1:
        yield Judges(partial(_judge_here, bench), 1)
        return
    away = msgspec.structs.replace(bench, key=None)
    with ProcessPoolExecutor(
        number, mp_context=_PROCESSES, initializer=_sit_down, initargs=(away, _written(bench))
    ) as pool:
        yield Judges(partial(_judge_there, pool), number)


async def _judge_here(bench: Bench, envelopes: Sequence[Envelope]) -> Judgements:
    return judge_all(bench, envelopes)


async def _judge_there(pool: ProcessPoolExecutor, envelopes: Sequence[Envelope]) -> Judgements:
    return await asyncio.get_running_loop().run_in_executor(pool, _judge_as_called, envelopes)


def judge_all(bench: Bench, envelopes: Sequence[Envelope]) -> Judgements:
    """Each envelope's judgement, in their order."""
    return [judge(bench, one.weighting_group, one.envelope, unit=one.unit) for one in envelopes]


def _written(bench: Bench) -> bytes:
    assert bench.key is not None
    return bench.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def _sit_down(bench: Bench, key: bytes) -> None:
    read = load_der_private_key(key, None)
    assert isinstance(read, ec.EllipticCurvePrivateKey)
    _bench[:] = [msgspec.structs.replace(bench, key=read)]


def _judge_as_called(envelopes: Sequence[Envelope]) -> Judgements:
    return judge_all(_bench[0], envelopes)

"""A stranger's file is read by a process of its own: it may hang, swell or die, the web may not.

It also keeps out of the web what the readers load (pyxform brings openpyxl, openpyxl numpy).
"""

import asyncio
import contextlib
import os
import sys
from collections.abc import Mapping
from typing import Final, cast

from service.interchange.assembling import Read
from service.interchange.objections import Objection
from service.settings import CHECKOUT
from surveys import canonical
from surveys.refusals import STATUS, Refusal
from surveys.values import Value

PATIENCE: Final = 20
"""Seconds; the largest honest file takes two."""


class Outcome(Value, frozen=True):
    """What a file became, or the refusal it met."""

    read: Read | None = None
    code: str = ""
    words: dict[str, str | int] = {}
    objections: tuple[Objection, ...] = ()


def denied(refusal: Refusal) -> Outcome:
    """A refusal as it crosses from one process to another."""
    found = cast("tuple[Objection, ...]", refusal.data.get("objections", ()))
    words = {
        name: value if isinstance(value, int) else str(value)
        for name, value in refusal.data.items()
        if name != "objections"
    }
    return Outcome(code=refusal.code, words=words, objections=found)


async def read_apart(name: str, data: bytes) -> Read:
    """Like `read_questionnaire`, in a process of its own."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "service.interchange", name[-80:]),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        cwd=CHECKOUT,
        env=_without_secrets(os.environ),
    )
    try:
        said, _ = await asyncio.wait_for(process.communicate(data), PATIENCE)
    except TimeoutError as error:
        raise Refusal("interchange.slow", seconds=PATIENCE) from error
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if process.returncode:
        raise Refusal("file.broken")
    return _heard(said)


def _heard(said: bytes) -> Read:
    came = canonical.decode(said, Outcome, code="file.broken")
    if came.read is None:
        code = came.code if came.code in STATUS else "file.broken"
        raise Refusal(code, **came.words, objections=came.objections)
    return came.read


def _without_secrets(environ: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environ.items() if not name.startswith("MINPING_")}

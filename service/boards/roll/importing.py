"""An uploaded table becomes a dry run: every mistake, or the roll it would bring and what changes.

Nothing is written before the secretary agrees. The rows travel back with the answer and are read
again then, so that what is taken over is what was shown, and still fits.
"""

import asyncio
import hashlib
import re
from collections.abc import Mapping
from typing import Final

from reports.wording.roll import FIRST_WEIGHTING, WEIGHTING_KEYS
from service.boards.roll import store
from service.boards.roll.actions import standing
from service.boards.roll.comparing import Change, Known, compare, known
from service.database import Connection
from service.settings import Settings
from surveys.appraisal.plan import Appraisee
from surveys.electorate.mistakes import Mistake
from surveys.electorate.register import Register, Sheet, register
from surveys.electorate.roll import WeightingGroup
from surveys.keys import GroupKey
from surveys.refusals import Refusal
from surveys.values import Value

_BETWEEN: Final = re.compile("[、,\uff0c;\uff1b/\uff0f\\s]+")
_LONGEST_LABEL: Final = 20
_MOST_WEIGHTINGS: Final = 20
_LONGEST_LIST: Final = 2000
"""Letters of the field that names them."""


class Table(Value, frozen=True):
    """What was uploaded: rows of text, and the weighting groups named beside it."""

    sheets: tuple[Sheet, ...]
    weightings: str


class DryRun(Value, frozen=True):
    """What an import would bring."""

    register: Register
    change: Change


async def try_out(
    conn: Connection, settings: Settings, town: str, table: Table
) -> DryRun | tuple[Mistake, ...]:
    """Read a table against what the town knows; nothing is written."""
    read = await asyncio.to_thread(
        register,
        table.sheets,
        weightings=read_weightings(table.weightings),
        appraisees=await appraisees(conn, town),
    )
    if not isinstance(read, Register):
        return read
    before = await standing(conn, settings, town)
    return await asyncio.to_thread(_compared, before, read)


def _compared(before: Mapping[str, Known], read: Register) -> DryRun:
    return DryRun(register=read, change=compare(before.values(), known(read.roll)))


def read_weightings(text: str) -> tuple[WeightingGroup, ...]:
    """The weighting groups (计票组) as typed, each once.

    >>> [group.key for group in read_weightings("代表、群众 代表")]
    ['deputies', 'public']
    """
    written = _BETWEEN.split(text[:_LONGEST_LIST])
    labels = dict.fromkeys(label[:_LONGEST_LABEL] for label in written if label)
    if len(text) > _LONGEST_LIST or len(labels) > _MOST_WEIGHTINGS:
        raise Refusal("roll.too_many_weightings", limit=_MOST_WEIGHTINGS)
    if not labels:
        raise Refusal("roll.no_weighting")
    return tuple(WeightingGroup(key=_key(label), label=label) for label in labels)


def _key(label: str) -> GroupKey:
    """A key that is the same for the same label, so that a roll may be imported again."""
    digest = hashlib.sha256(label.encode()).hexdigest()
    return WEIGHTING_KEYS.get(label, f"w-{digest[:8]}")


async def offered_weightings(conn: Connection, town: str) -> str:
    """The weighting groups of the current roll as the page offers them."""
    rows = await store.list_roll_weightings.all(conn, town)
    return "、".join(row.label for row in rows) or FIRST_WEIGHTING


async def appraisees(conn: Connection, town: str) -> tuple[Appraisee, ...]:
    """Every department somebody may be recused from."""
    plans = [row.plan.read() for row in await store.list_plans.all(conn, town)]
    every = {appraisee.key: appraisee for plan in plans for appraisee in plan.appraisees}
    return tuple(every.values())

"""What the secretary turns at the box: make it, print and void its slips, open and close its gate.

Every function here runs under the role BOX (printing under the worker's too), in a transaction
without any row of the registrar, and none of them can see an envelope.
"""

import enum
import secrets
from collections.abc import Callable, Sequence

from service.box.slips import SIZE, Slip, mark_of, mint
from service.database import Connection
from service.database.statements import query, scalar
from surveys import codes
from surveys.keys import GroupKey, SurveyKey, UnitKey
from surveys.manifest import AnyManifest, fingerprint
from surveys.refusals import Refusal
from surveys.values import Value


class GateState(enum.Enum):
    """Whether a box takes ballots now."""

    PREPARED = "prepared"  # 待投票
    OPEN = "open"  # 投票中
    PAUSED = "paused"  # 暂停
    CLOSED = "closed"  # 已封箱
    OPENED = "opened"  # 已开箱
    VOID = "void"  # 作废


class Gate(Value, frozen=True):
    """The gate of one survey's box, and what its envelopes are bound to."""

    town_id: str
    state: str
    manifest_digest: bytes
    padded: int
    entry: str
    """`slips`, or `open` to whoever has the address."""


class Turnout(Value, frozen=True):
    """Slips of one weighting group and unit, in numbers."""

    weighting_group: GroupKey
    unit: UnitKey
    printed: int
    voided: int
    spent: int

    @property
    def issued(self) -> int:
        """发出: what was printed less the left-over cards voided before two scrutineers."""
        return self.printed - self.voided


class Voiding(enum.Enum):
    """What became of a card that was to be voided."""

    VOIDED = "voided"
    ALREADY_VOIDED = "already_voided"
    SPENT = "spent"  # it was drawn and used; it stays in the count
    UNKNOWN = "unknown"
    CLOSED = "closed"  # the box is open or void; nothing changes any more


class _Voided(Value, frozen=True):
    slip_mark: bytes
    outcome: str


_prepare = scalar("box", "prepare_gate", bool)
_look = query("box", "look_at_gate", Gate)
_move = scalar("box", "move_gate", str)
_enter = scalar("box", "set_entry", str)
_close = scalar("box", "close_gate", str)
_add = scalar("box", "add_slips", int)
_clear = scalar("box", "clear_slips", int)
_void = query("box", "void_slips", _Voided)
_turnout = query("box", "read_turnout", Turnout)
_holds = scalar("box", "holds_leaf", bool)


async def prepare_gate(connection: Connection, manifest: AnyManifest) -> None:
    """Make the box of a survey. Another manifest, before voting, makes printed slips worthless."""
    digest = bytes.fromhex(fingerprint(manifest))
    if not await _prepare.get(connection, manifest.survey, manifest.town, digest, manifest.padded):
        raise Refusal("box.other_manifest")


async def let_everybody_in(
    connection: Connection, survey: SurveyKey, *, group: GroupKey | None
) -> None:
    """Open the entry to whoever has the address, under one group; with None to slips only."""
    entry = "slips" if group is None else "open"
    if await _enter.maybe(connection, survey, entry, group) is None:
        raise Refusal("slip.too_late_to_print")


async def look_at_gate(connection: Connection, survey: SurveyKey) -> Gate:
    """The gate as it stands."""
    found = await _look.maybe(connection, survey)
    if found is None:
        raise Refusal("box.not_made")
    return found


async def move_gate(connection: Connection, survey: SurveyKey, wanted: GateState) -> None:
    """Open, pause, close or void; a step that does not exist from here is refused.

    Closing waits for the ballots that are on their way into the box, and the count is final. A box
    without slips never opens: a printing that was cut short may have left it so.
    """
    if wanted is GateState.OPEN and not await read_turnout(connection, survey):
        here = await look_at_gate(connection, survey)
        if here.entry == "slips":
            raise Refusal("slip.none_printed")
    _demand_moved(await _move.maybe(connection, survey, wanted.value), wanted)


async def close_gate(connection: Connection, survey: SurveyKey) -> None:
    """Close at the announced time: the one step the worker may take."""
    _demand_moved(await _close.maybe(connection, survey), GateState.CLOSED)


def _demand_moved(stands: str | None, wanted: GateState) -> None:
    if stands is None:
        raise Refusal("box.not_made")
    if stands != wanted.value:
        raise Refusal("stage.not_from_here", here=stands, there=wanted.value)


async def print_slips(
    connection: Connection,
    manifest: AnyManifest,
    *,
    key: bytes,
    entropy: Callable[[int], bytes] = secrets.token_bytes,
) -> list[Slip]:
    """Mint every slip the manifest counts, in drawn order; slips printed before are worthless.

    Call it inside one transaction. The codes exist in what this returns and nowhere else.
    """
    slips = mint_slips(manifest, entropy)
    await store_slips(connection, manifest.survey, slips, key=key)
    return slips


def mint_slips(
    manifest: AnyManifest, entropy: Callable[[int], bytes] = secrets.token_bytes
) -> list[Slip]:
    """A slip for each that the manifest counts, in drawn order."""
    slips = [
        Slip(code=mint(entropy(SIZE)), group=count.group, unit=count.unit)
        for count in manifest.slips
        for _ in range(count.printed)
    ]
    secrets.SystemRandom().shuffle(slips)
    return slips


async def store_slips(
    connection: Connection, survey: SurveyKey, slips: Sequence[Slip], *, key: bytes
) -> None:
    """Keep the marks of one printing; slips printed before are worthless."""
    cleared = await _clear.maybe(connection, survey)
    if cleared is None:
        raise Refusal("slip.too_late_to_print")
    marks = [mark_of(key, survey, slip.code) for slip in slips]
    groups, units = [slip.group for slip in slips], [slip.unit for slip in slips]
    await _add.get(connection, survey, marks, groups, units)


async def void_slips(
    connection: Connection, survey: SurveyKey, typed: Sequence[str], *, key: bytes
) -> list[tuple[str, Voiding]]:
    """Void left-over cards by their codes, scanned or typed; what became of each, in order."""
    marks = [_mark_if_any(key, survey, code) for code in typed]
    rows = await _void.all(connection, survey, sorted({mark for mark in marks if mark}))
    became = {row.slip_mark: Voiding(row.outcome) for row in rows}
    return [
        (code, became.get(mark or b"", Voiding.UNKNOWN))
        for code, mark in zip(typed, marks, strict=True)
    ]


def _mark_if_any(key: bytes, survey: SurveyKey, code: str) -> bytes | None:
    try:
        return mark_of(key, survey, code)
    except Refusal:
        return None


async def read_turnout(connection: Connection, survey: SurveyKey) -> list[Turnout]:
    """Issued and returned, by weighting group and unit. Numbers, and nothing but numbers."""
    return await _turnout.all(connection, survey)


async def holds(connection: Connection, survey: SurveyKey, code: str) -> bool:
    """Whether the box holds the envelope of a receipt's short code, as a voter types it."""
    try:
        prefix = codes.read(code, size=5)
    except Refusal:
        return False
    return await _holds.get(connection, survey, prefix)

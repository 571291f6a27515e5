"""The walk of a sealed vote on the real thing: keys, stamps, envelopes, processes and rows."""

import asyncio
import secrets
from contextlib import AsyncExitStack

import asyncpg

from service.box.casting import Casting, open_casting
from service.box.gate import GateState
from service.box.opening import Opening, open_box
from service.box.sealing import OVERHEAD, seal
from service.box.stamped import Sent, cast_stamped
from service.database import Role, open_pool
from service.database.cluster import Server
from service.demonstration.sealed_phone import Blinded, blind, finalize
from service.settings import Settings
from service.stamping.rights import Bearer
from service.stamping.stamping import Claim, Kind, Stamping, open_stamping, stamp
from surveys import canonical
from surveys.ballots.receipt import leaf
from surveys.ballots.stamps import StampedEnclosure, inner_message, outer_message
from surveys.keys import WHOLE
from surveys.refusals import Refusal
from tests.builders import SURVEY, a_ballot
from tests.sealed import SealedVote, a_sealed_vote, take

PEOPLE = ("li", "sun", "zhou")
Request = tuple[str, int]
"""Whose, and the how manieth."""


class Hall:
    """The same vote with keys, stamps, envelopes and rows; run from outside any event loop."""

    def __init__(self, settings: Settings, server: Server) -> None:
        self._settings, self._server = settings, server
        self._runner = asyncio.Runner()
        self.run = self._runner.run
        self._lasting, self._process = AsyncExitStack(), AsyncExitStack()

    async def prepare(self) -> None:
        self._admin: asyncpg.Connection = await asyncpg.connect(
            self._server.address, database=self._server.database
        )
        self._lasting.push_async_callback(self._admin.close)
        roles = (Role.WEB, Role.BOX, Role.OPENER)
        pools = [await open_pool(self._settings, self._server, role, size=2) for role in roles]
        for pool in pools:
            self._lasting.push_async_callback(pool.close)
        self._web, self._box, self._opener = pools
        await self.restart()

    async def restart(self) -> None:
        """Everything a process knows is gone."""
        await self._process.aclose()
        self._stamping: Stamping = await self._process.enter_async_context(
            open_stamping(self._settings, self._server)
        )
        self._casting: Casting = await self._process.enter_async_context(
            open_casting(self._settings, self._server, self._box)
        )

    def leave(self) -> None:
        self.run(self._process.aclose())
        self.run(self._lasting.aclose())
        self._runner.close()

    async def begin(self) -> None:
        """The same survey anew, as if it had never been."""
        await self._admin.execute(
            "set session_replication_role = replica;"
            " truncate box.gate, box.sealed, box.slip, registrar.town cascade;"
            " set session_replication_role = origin"
        )
        self._vote: SealedVote = await a_sealed_vote(
            self._settings, self._web, self._box, state=GateState.PREPARED
        )
        await self._admin.executemany(
            "insert into registrar.ballot_right"
            " (town_id, survey_id, weighting_group, unit, channel, person_id)"
            " values ('laochang', $1, 'deputies', '', 'signin', $2)",
            [(SURVEY, who) for who in PEOPLE],
        )
        self._written: dict[Request, tuple[bytes, Blinded]] = {}
        self._closed: dict[Request, tuple[bytes, bytes, Blinded]] = {}
        self._stamps: dict[tuple[str, Request], bytes] = {}

    async def turn(self, stage: str) -> None:
        await take(self._web, self._box, self._vote, stage)

    async def look(self) -> tuple[int, dict[str, int], int]:
        """Envelopes, inner stamps of each, outer stamps."""
        rows = await self._admin.fetch(
            "select person_id, inner_count, outer_given from registrar.ballot_right"
            " where person_id is not null"
        )
        sealed = await self._admin.fetchval("select count(*) from box.sealed")
        return sealed, {row[0]: row[1] for row in rows}, sum(row[2] for row in rows)

    async def ask_inner(self, who: str, request: Request) -> str:
        keys = self._vote.manifest.stamps[0]
        if request not in self._written:
            prefix = secrets.token_bytes(32)
            message = inner_message(prefix, self._vote.digest, self._ballot(request))
            self._written[request] = prefix, blind(keys.inner, message)
        return await self._ask(who, "inner", request, self._written[request][1])

    async def ask_outer(self, who: str, request: Request, holds: Request | None) -> str:
        keys = self._vote.manifest.stamps[0]
        if request not in self._closed:
            envelope, prefix = self._envelope(holds), secrets.token_bytes(32)
            name = leaf(self._vote.digest, envelope)
            message = outer_message(prefix, self._vote.digest, name)
            self._closed[request] = envelope, prefix, blind(keys.outer, message)
        return await self._ask(who, "outer", request, self._closed[request][2])

    async def cast(self, envelope: Request, times: int) -> set[str]:
        """So many times at once; every receipt is the same to the byte."""
        sealed, prefix, _ = self._closed[envelope]
        sent = Sent("deputies", WHOLE, sealed, prefix, self._stamps["outer", envelope])
        told = await asyncio.gather(
            *(cast_stamped(self._casting, self._vote.box, sent) for _ in range(times)),
            return_exceptions=True,
        )
        kept = {one.receipt for one in told if not isinstance(one, BaseException)}
        assert len(kept) <= 1
        return {one.code if isinstance(one, Refusal) else "ok" for one in told}

    async def open(self) -> Opening | str:
        try:
            return await open_box(
                self._opener, self._settings, self._vote.manifest, digest=self._vote.digest
            )
        except Refusal as refusal:
            return refusal.code

    async def _ask(self, who: str, kind: str, request: Request, blinded: Blinded) -> str:
        claim = Claim(survey=SURVEY, unit=WHOLE, bearer=Bearer(person=who))
        try:
            given = await stamp(self._stamping, claim, kind=Kind(kind), blinded=blinded.sent)
        except Refusal as refusal:
            return refusal.code
        stamped = finalize(blinded, given.stamp)
        assert self._stamps.setdefault((kind, request), stamped) == stamped
        return "ok"

    def _ballot(self, request: Request) -> bytes:
        return canonical.encode(a_ballot(number=_number(request)))

    def _envelope(self, holds: Request | None) -> bytes:
        if holds is None:
            return secrets.token_bytes(self._vote.manifest.padded + OVERHEAD)
        enclosure = StampedEnclosure(
            ballot=a_ballot(number=_number(holds)),
            prefix=self._written[holds][0].hex(),
            stamp=self._stamps["inner", holds].hex(),
        )
        return seal(self._vote.box.seal, "deputies", enclosure)


def _number(request: Request) -> int:
    who, which = request
    return PEOPLE.index(who) * 10 + which

"""Who co-signs is chosen until the vote opens; from then on their machine dials in and answers.

A manifest that was frozen before another choice has to be frozen anew: the vote does not open under
one that says otherwise (`service.stamping.cosigner.demand_frozen`).
"""

import hmac
import secrets
from typing import Final

from service.boards.cosigning import store
from service.boards.cosigning.store import VoteRow
from service.box.stamps import stamp_holds
from service.database import Connection, lent
from service.dossier.deeds import Deed, record
from service.stamping.cosigner import (
    PROTOCOL,
    Request,
    find_cosigner,
    piles_of,
    read_brought,
    read_halves,
    token_of,
)
from service.stamping.keyring import read_public
from service.stamping.relay import Turn, Work
from service.web.resources import Resources
from surveys import canonical
from surveys.keys import SurveyKey
from surveys.questionnaire.texts import clean
from surveys.refusals import Refusal
from surveys.stages import Stage

LONGEST_NAME: Final = 40
_NONCE: Final = 16
_GIVING: Final = frozenset({Stage.PREPARED, Stage.OPEN, Stage.PAUSED})
"""Stages in which a stamp is given, or may come to be."""


async def ask(conn: Connection, deed: Deed, holder: str) -> None:
    """Name who co-signs; a machine that was there before is let go."""
    await _lock_prepared(conn, deed)
    if not await read_public(conn, deed.town, deed.survey):
        raise Refusal("cosign.no_keys")
    name = clean(holder, lines=False)[:LONGEST_NAME]
    if not name:
        raise Refusal("cosign.not_asked")
    nonce = secrets.token_bytes(_NONCE)
    await store.ask_cosigner.run(conn, deed.town, deed.survey, name, nonce)
    await record(conn, deed, "ask-cosigner", name)


async def hand_out(conn: Connection, reach: Resources, row: VoteRow) -> Request:
    """What the machine makes its keys from; asked again, the same."""
    asked = await find_cosigner.maybe(conn, row.town_id, row.survey_id)
    if asked is None:
        raise Refusal("cosign.not_asked")
    return Request(
        protocol=PROTOCOL,
        survey=row.survey_id,
        title=row.title,
        holder=asked.holder,
        server=reach.settings.public_address,
        token=token_of(reach.settings, row.survey_id, asked.nonce),
        piles=piles_of(await read_public(conn, row.town_id, row.survey_id)),
    )


async def bring(conn: Connection, deed: Deed, content: bytes) -> None:
    """Take the machine's public halves."""
    await _lock_prepared(conn, deed)
    asked = await find_cosigner.maybe(conn, deed.town, deed.survey)
    if asked is None:
        raise Refusal("cosign.not_asked")
    piles = piles_of(await read_public(conn, deed.town, deed.survey))
    halves = read_brought(content, deed.survey, piles, stamp_holds)
    await store.keep_halves.run(conn, deed.town, deed.survey, canonical.encode(halves).decode())
    await record(conn, deed, "take-cosigner", f"{asked.holder} {halves.fingerprint()[:16]}")


async def drop(conn: Connection, deed: Deed) -> None:
    """Let nobody co-sign after all."""
    await _lock_prepared(conn, deed)
    await store.drop_cosigner.run(conn, deed.town, deed.survey)
    await record(conn, deed, "drop-cosigner")


async def take_turn(reach: Resources, survey: SurveyKey, token: str, turn: Turn) -> Work:
    """Answers in, questions out, for the machine whose keys are in place and nobody else."""
    async with lent(reach.registrar) as conn:
        row = await store.find_dialled.maybe(conn, survey)
    known = token_of(reach.settings, survey, row.nonce) if row else ""
    if row is None or not hmac.compare_digest(token.encode(), known.encode()):
        raise Refusal("cosign.bad_token")
    halves = read_halves(row.halves)
    if halves is None or halves.fingerprint() != turn.keys:
        raise Refusal("cosign.not_named")
    if row.stage not in _GIVING:
        return Work(over=True)
    return Work(questions=await reach.stamping.relay.exchange(survey, turn.answers))


async def _lock_prepared(conn: Connection, deed: Deed) -> VoteRow:
    row = await store.lock.find(conn, deed.town, deed.survey)
    if row.stage is not Stage.PREPARED:
        raise Refusal("cosign.too_late")
    if not row.is_sealed():
        raise Refusal("cosign.not_sealed")
    return row

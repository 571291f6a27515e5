"""Two scrutineers sign for the paper of a vote; what was never handed out is voided."""

from collections.abc import Sequence

from reports.wording.collected import say_signed
from service.boards.collected import store
from service.boards.collected.actions import Bench, Known, look
from service.boards.collected.balancing import Signed, balance
from service.boards.collected.store import PaperPile
from service.box import gate, piles
from service.box.serials import slip_of
from service.database import Connection, transaction
from service.database.secrets import slip_key
from service.dossier.deeds import record
from service.dossier.visits import deed_of
from service.identity.sessions import Session
from service.stamping.rights import count_stamps, void_slip_rights
from service.web.resources import Resources
from surveys.keys import SurveyKey
from surveys.manifest import Secrecy
from surveys.refusals import Refusal
from surveys.stages import Stage

_WHILE = frozenset({Stage.OPEN, Stage.PAUSED})


async def sign_for(reach: Resources, session: Session, survey: SurveyKey, signed: Signed) -> Bench:
    """Keep the account and freeze the entries; signed already, it changes nothing."""
    async with transaction(reach.registrar) as conn:
        bench = await look(conn, reach.settings, session, survey, lock=True)
        if bench.piles:
            return bench
        if not bench.printed:
            raise Refusal("collected.none_printed")
        if bench.row.stage not in _WHILE:
            raise Refusal("collected.not_open")
        accounts = balance(reach.settings, bench, signed)
        await _keep(conn, session, survey, accounts)
        await _void(conn, reach, bench, accounts)
        await record(conn, deed_of(session, survey), "seal-paper", _said(accounts, signed))
        return bench


async def _keep(
    conn: Connection, session: Session, survey: SurveyKey, accounts: Sequence[PaperPile]
) -> None:
    for pile in accounts:
        await store.keep_pile.run(
            conn, session.town, survey, pile.weighting_group, pile.unit, pile.printed,
            pile.issued, pile.returned, pile.invalid,
        )  # fmt: skip


async def _void(
    conn: Connection, reach: Resources, bench: Bench, accounts: Sequence[PaperPile]
) -> None:
    """Which of the sheets nobody handed in stayed in the pile nobody knows, nor needs to."""
    survey = bench.row.survey_id
    gone = [known for pile in accounts for known in _left(bench, pile)]
    await void_slip_rights(conn, survey, [known.mark for known in gone])
    async with transaction(reach.box) as other:
        if bench.row.manifest.read().secrecy is Secrecy.SEALED:
            counted = [
                (given.weighting_group, given.unit, given.voided)
                for given in await count_stamps(conn, survey)
            ]
            await piles.note_voided(other, survey, counted)
        else:
            key = slip_key(reach.settings)
            codes = [slip_of(key, survey, known.serial).code for known in gone]
            await gate.void_slips(other, survey, codes, key=key)


def _left(bench: Bench, pile: PaperPile) -> list[Known]:
    entered = {sheet.known.mark for sheet in bench.entered}
    outside = [
        known
        for mark, known in sorted(bench.serials.items())
        if (known.group, known.unit) == (pile.weighting_group, pile.unit) and mark not in entered
    ]
    return outside[: pile.printed - pile.issued]


def _said(accounts: Sequence[PaperPile], signed: Signed) -> str:
    issued, returned, invalid = (
        sum(numbers)
        for numbers in zip(
            *((pile.issued, pile.returned, pile.invalid) for pile in accounts), strict=True
        )
    )
    return say_signed(issued, returned, invalid, scrutineers=signed.scrutineers)

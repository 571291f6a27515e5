"""Who keeps the key of the box: the system, or scrutineers in shares (custody level 2).

The key may change hands until the vote opens; a manifest frozen before has to be frozen anew.
"""

from typing import Final

from service.boards.appraisals import store
from service.boards.appraisals.counting import ready_to_open
from service.boards.appraisals.shares import find_custody
from service.box.custody import PublicKey, proves
from service.database import Connection, Pool
from service.database.statements import command
from service.dossier.deeds import Deed, leave_work, record
from service.dossier.files import replace_file
from surveys import canonical
from surveys.ballots.opened_file import OpenedFile
from surveys.refusals import Refusal
from surveys.stages import Stage

OPENED: Final = "opened.json"


_hand_over: Final = command("custody", "hand_over_key")
_take_key: Final = command("custody", "take_box_key")
_note_rehearsal: Final = command("custody", "note_rehearsal")
_give_back: Final = command("custody", "give_back")
_forget: Final = command("custody", "forget_box_key")


async def hand_over(conn: Connection, deed: Deed, content: bytes) -> None:
    """Seal the box to a key in shares from now on; the system's own key is destroyed."""
    await _lock_prepared(conn, deed)
    public = canonical.decode(content, PublicKey, code="custody.malformed")
    data = canonical.encode(public).decode()
    await _hand_over.run(conn, deed.town, deed.survey, data)
    await _take_key.run(conn, deed.town, deed.survey, public.box_key)
    await leave_work(conn, deed, "box.destroy-key")
    names = "、".join(public.custodians.names)
    await record(conn, deed, "hand-over-key", f"{public.custodians.needed} {names}")


async def rehearse(conn: Connection, deed: Deed, typed: str) -> None:
    """Keep that the shares were tried together, proved by the password they unsealed."""
    await _lock_prepared(conn, deed)
    kept = await find_custody.maybe(conn, deed.town, deed.survey)
    if kept is None or not proves(kept.public_key.read(), typed):
        raise Refusal("custody.wrong_password")
    await _note_rehearsal.run(conn, deed.town, deed.survey)
    await record(conn, deed, "rehearse-key")


async def give_back(conn: Connection, deed: Deed) -> None:
    """Let the system keep the key after all: the opener makes a new one."""
    await _lock_prepared(conn, deed)
    await _give_back.run(conn, deed.town, deed.survey)
    await _forget.run(conn, deed.town, deed.survey)
    await leave_work(conn, deed, "box.prepare")
    await record(conn, deed, "give-back-key")


async def bring_opened(conn: Connection, box: Pool, deed: Deed, content: bytes) -> None:
    """Take what scrutineers opened away from the server; the opener looks it over and keeps it."""
    await ready_to_open(conn, box, deed)
    brought = canonical.decode(content, OpenedFile, code="custody.no_opened_file")
    await replace_file(conn, deed, OPENED, canonical.encode(brought))
    await leave_work(conn, deed, "box.take-opened")
    await record(conn, deed, "open-box", deed.second)


async def _lock_prepared(conn: Connection, deed: Deed) -> store.EvaluationRow:
    row = await store.lock(conn, deed.town, deed.survey)
    if row.stage is not Stage.PREPARED or row.box_key is None:
        raise Refusal("custody.too_late")
    return row

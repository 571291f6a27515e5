"""What somebody does to an evaluation, by whom and when; every deed is chronicled."""

from datetime import datetime

from service.boards.appraisals import store
from service.database import Connection, chronicle
from surveys.refusals import Refusal
from surveys.stages import Stage, advance
from surveys.values import Value


class Deed(Value, frozen=True):
    """Who acts on which evaluation, and when."""

    town: str
    survey: str
    actor: str
    now: datetime
    second: str = ""
    """Who stands beside the actor where a deed takes two."""


def demand_two(deed: Deed) -> None:
    """Two people open a box and two publish."""
    if not deed.second or deed.second == deed.actor:
        raise Refusal("signin.second_person")


async def take(conn: Connection, deed: Deed, there: Stage) -> store.EvaluationRow:
    """Lock the evaluation and check that this step is open from where it stands."""
    row = await store.lock(conn, deed.town, deed.survey)
    advance(row.read_stage(), there)
    return row


async def record(conn: Connection, deed: Deed, action: str, detail: str = "") -> None:
    """Write the deed into the chronicle."""
    await chronicle.record(
        conn,
        town=deed.town,
        survey=deed.survey,
        at=deed.now,
        actor=deed.actor,
        action=action,
        detail=detail,
    )

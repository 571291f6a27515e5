"""The box of one survey, reached from its dossier.

Always in a transaction of its own, and the gate last before the registrar's commits: rows about
people and rows of the box never share one. Moving the gate twice is harmless; if the registrar's
commit fails afterwards, the same deed done again ends in the same place.
"""

from service.box import gate
from service.box.gate import GateState, Turnout
from service.database import Pool, transaction
from service.dossier.deeds import Deed


async def move_gate(box: Pool, deed: Deed, wanted: GateState) -> None:
    """Open, pause, close or void."""
    async with transaction(box) as conn:
        await gate.move_gate(conn, deed.survey, wanted)


async def read_turnout(box: Pool, survey: str) -> list[Turnout]:
    """Its numbers, and nothing but numbers."""
    async with transaction(box) as conn:
        return await gate.read_turnout(conn, survey)

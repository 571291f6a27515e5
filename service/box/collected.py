"""Collected paper goes into the box: sheets of one batch in one transaction, paused or not.

What comes here was read by tellers and agreed on; nobody outside the house can reach it.
"""

from collections.abc import Sequence
from typing import Final

from service.box.batching import Offer, Outcome, StampedOffer, slip_columns, stamped_columns
from service.database import Connection
from service.database.statements import query
from surveys.refusals import Refusal
from surveys.values import Value

_REFUSED: Final = {
    "not_open": "box.not_open",
    "closed": "box.closed",
    "paused": "box.paused",
    "spent_and_closed": "box.closed",
    "other_manifest": "form.other_version",
    "other_unit": "slip.other_unit",
    "unknown": "collected.unknown_serial",
    "voided": "collected.used_serial",
}

_cast = query("box", "cast_collected", Outcome)
_cast_slips = query("box", "cast_collected_slips", Outcome)


class NoBallot(Value, frozen=True):
    """What lies in the envelope of an invalid sheet (废票): it opens, and holds no ballot."""


async def put_stamped(connection: Connection, offers: Sequence[StampedOffer]) -> None:
    """Put stamped envelopes into the box; again it changes nothing."""
    if offers:
        _demand_in(await _cast.all(connection, *stamped_columns(offers)))


async def put_with_slips(connection: Connection, offers: Sequence[Offer]) -> None:
    """Put envelopes into the box, each spending its slip; again it changes nothing."""
    if offers:
        _demand_in(await _cast_slips.all(connection, *slip_columns(offers)))


def _demand_in(outcomes: Sequence[Outcome]) -> None:
    for outcome in outcomes:
        if outcome.outcome in _REFUSED:
            raise Refusal(_REFUSED[outcome.outcome])

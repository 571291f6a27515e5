"""Rows of an evaluation and of its co-signer in, values out."""

from typing import Final

import msgspec

from service.database.columns import Stored
from service.database.statements import command, query
from surveys.appraisal.plan import Plan
from surveys.manifest import Manifest
from surveys.stages import Stage


class VoteRow(msgspec.Struct, frozen=True):
    """An evaluation as far as co-signing goes."""

    town_id: str
    survey_id: str
    title: str
    stage: Stage
    plan: Stored[Plan]
    manifest: Stored[Manifest]

    def is_sealed(self) -> bool:
        """Whether phones seal, and so whether there are stamps."""
        return self.plan.read().sealed


class DialledRow(msgspec.Struct, frozen=True):
    """What a machine that dials in is held against."""

    nonce: bytes
    halves: str | None
    stage: Stage


find: Final = query("cosign", "find_vote", VoteRow)
lock: Final = query("cosign", "lock_vote", VoteRow)
ask_cosigner: Final = command("cosign", "ask_cosigner")
keep_halves: Final = command("cosign", "keep_halves")
drop_cosigner: Final = command("cosign", "drop_cosigner")
find_dialled: Final = query("cosign", "find_dialled", DialledRow)

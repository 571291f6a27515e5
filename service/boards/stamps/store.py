"""A sealed vote as its two doors need it."""

from typing import Final

import msgspec

from service.database.columns import Stored
from service.database.statements import query
from surveys.manifest import Manifest
from surveys.stages import Stage


class SealedVoteRow(msgspec.Struct, frozen=True):
    """One evaluation."""

    stage: Stage
    manifest: Stored[Manifest]
    manifest_digest: str | None


find_sealed_vote: Final = query("stamps", "find_sealed_vote", SealedVoteRow)

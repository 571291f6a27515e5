"""A sealed vote as its two doors need it."""

from typing import Final

import msgspec

from service.database.statements import query


class SealedVoteRow(msgspec.Struct, frozen=True):
    """One evaluation, its manifest still bytes."""

    stage: str
    manifest: bytes | None
    manifest_digest: str | None


find_sealed_vote: Final = query("stamps", "find_sealed_vote", SealedVoteRow)

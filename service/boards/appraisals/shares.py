"""Who keeps the key of a box in shares: rows in, values out."""

from typing import Final

import msgspec

from service.box.custody import PublicKey
from service.database.statements import query
from surveys import canonical


class CustodyRow(msgspec.Struct, frozen=True):
    """Shares somebody keeps, and whether they were tried together."""

    public_key: str
    rehearsed: bool

    def read_public(self) -> PublicKey:
        """What is known of the key."""
        return canonical.decode(self.public_key, PublicKey)


find_custody: Final = query("custody", "find_custody", CustodyRow)

"""Who keeps the key of a box in shares: rows in, values out."""

from typing import Final

import msgspec

from service.box.custody import PublicKey
from service.database.columns import Stored
from service.database.statements import query


class CustodyRow(msgspec.Struct, frozen=True):
    """Shares somebody keeps, and whether they were tried together."""

    public_key: Stored[PublicKey]
    rehearsed: bool


find_custody: Final = query("custody", "find_custody", CustodyRow)

"""`public/secrecy.html`: what the voter may want to know before marking anything."""

from reports.wording.secrecy import ALWAYS, LIMITS, SEALED, SERVER_SEALED
from surveys.values import Value


class SecrecyView(Value, frozen=True):
    """The same for every survey; the ballot page says which class it is."""

    congress: str
    sealed: tuple[str, ...] = SEALED
    server_sealed: tuple[str, ...] = SERVER_SEALED
    always: tuple[str, ...] = ALWAYS
    limits: tuple[str, ...] = LIMITS

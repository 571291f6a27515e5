"""The outbox (待发): where no machine sends messages, the secretary reads them out or sends them.

A message stands sealed in the database, under a key outside it, until it is used or past.
"""

import hmac
import secrets
from datetime import UTC, datetime
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from service.database import Connection
from service.database.secrets import phone_key
from service.database.statements import command, query
from service.outside.port import Kind, Letter
from service.settings import Settings
from surveys import canonical
from surveys.keys import SurveyKey, TownKey
from surveys.values import Value

_NONCE: Final = 12
_put = command("voters", "put_into_outbox")
_drop = command("voters", "drop_from_outbox")
_clear = command("voters", "clear_outbox")


class _Kept(Value, frozen=True):
    content: bytes
    expires_at: datetime


class Waiting(Value, frozen=True):
    """A message that waits to be read out."""

    survey: SurveyKey
    name: str
    phone: str
    words: str
    expires_at: datetime
    kind: Kind = Kind.CODE


class _Content(Value, frozen=True):
    survey: SurveyKey
    name: str
    phone: str
    words: str
    kind: Kind = Kind.CODE


_list = query("voters", "list_outbox", _Kept)


class Outbox:
    """The messenger of a house that has none."""

    def __init__(self, settings: Settings) -> None:
        """Nothing waits yet."""
        self._key: bytes = hmac.digest(phone_key(settings), b"outbox", "sha256")

    async def send(self, conn: Connection, letter: Letter | None) -> None:
        """Keep it until somebody reads it out; for nobody, the same work keeps nothing."""
        of = letter or _NOBODYS
        content = _Content(of.survey, of.name, of.phone, of.words, of.kind)
        nonce = secrets.token_bytes(_NONCE)
        plain = canonical.encode(content)
        sealed = nonce + AESGCM(self._key).encrypt(nonce, plain, of.town.encode())
        await _put.run(conn, of.reference, of.town, sealed, of.expires_at, letter is not None)

    async def take_back(self, conn: Connection, reference: bytes) -> None:
        """It was used."""
        await _drop.run(conn, reference)

    async def waiting(self, conn: Connection, town: TownKey, *, now: datetime) -> list[Waiting]:
        """What waits in a town, newest first; what is past is gone."""
        await _clear.run(conn, now)
        rows = await _list.all(conn, town)
        opened = [(row, self._open(town, row.content)) for row in rows]
        return [
            Waiting(each.survey, each.name, each.phone, each.words, row.expires_at, each.kind)
            for row, each in opened
            if each is not None
        ]

    def _open(self, town: TownKey, sealed: bytes) -> _Content | None:
        """None where the keys were made anew since."""
        try:
            plain = AESGCM(self._key).decrypt(sealed[:_NONCE], sealed[_NONCE:], town.encode())
        except InvalidTag:
            return None
        return canonical.decode(plain, _Content)


_NOBODYS: Final = Letter(
    reference=bytes(32),
    town="nobody",
    survey="nobody",
    person="",
    name="无名氏",
    phone="13000000000",
    words="000000",
    expires_at=datetime(2000, 1, 1, tzinfo=UTC),
)

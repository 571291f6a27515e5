"""What is sent to somebody, and what a way of sending must be able to do."""

import enum
from datetime import datetime
from typing import Protocol

from service.database import Connection
from surveys.keys import SurveyKey, TownKey
from surveys.values import Value


class Kind(enum.Enum):
    """What a letter is about."""

    CODE = "code"  # 验证码
    TAKEN = "taken"  # 领票通知: they, or somebody in their name, took a ballot
    REISSUED = "reissued"  # 补发绑定码的通知


class Letter(Value, frozen=True):
    """A short message to one person; worthless after `expires_at`.

    `words`: the digits of a code, or the whole sentence of a notice.
    `reference`: 32 bytes by which whoever sent it takes it back.
    """

    reference: bytes
    town: TownKey
    survey: SurveyKey
    person: str
    name: str
    phone: str
    words: str
    expires_at: datetime
    kind: Kind = Kind.CODE


class Messenger(Protocol):
    """A way of sending: the outbox of the house, or a provider of text messages."""

    async def send(self, conn: Connection, letter: Letter | None) -> None:
        """Send it, or hand it to whoever does; None, for nobody, must take as long."""
        ...

    async def take_back(self, conn: Connection, reference: bytes) -> None:
        """It was used: nobody needs to read it any more."""
        ...

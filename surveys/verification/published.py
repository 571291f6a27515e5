"""Lines of the published files as they are read here: their shape, and no more.

Whether a survey, group, unit, question or mark is one of this evaluation's own is asked of every
line by a check, and every hash and stamp is taken anew; so their letters are not looked at twice.
"""

from typing import Annotated, TypeAlias

import msgspec

from surveys.ballots.ballot import Nonce
from surveys.questionnaire.answers import Answer
from surveys.values import Value

Hash: TypeAlias = Annotated[str, msgspec.Meta(min_length=64, max_length=64)]


class Opened(Value, frozen=True):
    """A ballot of `box.jsonl`."""

    survey: str
    group: str
    unit: str
    answers: dict[str, Answer]
    nonce: Nonce


class StampedOpened(Value, frozen=True):
    """The same where voters sealed on their own device: the ballot and its inner stamp."""

    ballot: Opened
    prefix: Hash
    stamp: str


class Envelope(Value, frozen=True):
    """An envelope of `sealed.jsonl`."""

    leaf: Hash
    group: str
    envelope: str


class StampedEnvelope(Value, frozen=True):
    """The same where voters sealed on their own device: the envelope and its outer stamp."""

    leaf: Hash
    group: str
    unit: str
    envelope: str
    prefix: Hash
    stamp: str


def from_hex(written: str) -> bytes | None:
    r"""Bytes written in lower-case hexadecimal, the one way there is; else None.

    >>> from_hex("0aff"), from_hex("0aFF"), from_hex("0a f"), from_hex("0af")
    (b'\n\xff', None, None, None)
    """
    try:
        data = bytes.fromhex(written)
    except ValueError:
        return None
    return data if data.hex() == written else None

"""A ballot (选票): answers, no name; and the enclosure that is sealed around it."""

import hashlib
from typing import Annotated

import msgspec

from surveys import canonical
from surveys.keys import GroupKey, Key, QuestionKey, SurveyKey, UnitKey
from surveys.questionnaire.answers import Answer
from surveys.refusals import Refusal
from surveys.values import Value

Nonce = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{32}\Z")]


class Ballot(Value, frozen=True):
    """One opened ballot. The nonce keeps equal ballots apart; texts are not in it."""

    survey: SurveyKey
    group: GroupKey
    unit: UnitKey
    answers: dict[QuestionKey, Answer]
    nonce: Nonce


class Remark(Value, frozen=True):
    """A text a voter wrote (意见建议), kept apart from the ballot once the box is open."""

    question: QuestionKey
    about: Key | None
    words: str


class Enclosure(Value, frozen=True):
    """What is sealed: the ballot and the remarks beside it."""

    ballot: Ballot
    remarks: tuple[Remark, ...] = ()


def digest(manifest: str, ballot: bytes) -> str:
    """The hash an opened ballot is sorted by: SHA-256("ballot" ‖ 0 ‖ manifest ‖ ballot)."""
    return hashlib.sha256(b"ballot\0" + bytes.fromhex(manifest) + ballot).hexdigest()


def pad(enclosure: Value, length: int) -> bytes:
    """Canonical bytes, then 0x80 and zeros up to `length` (ISO/IEC 7816-4)."""
    data = canonical.encode(enclosure)
    if len(data) + 1 > length:
        raise Refusal("form.too_long", limit=length)
    return (data + b"\x80").ljust(length, b"\0")


def unpad(data: bytes) -> bytes:
    """Undo `pad`; the caller decides what a malformed enclosure means."""
    body, mark, rest = data.rpartition(b"\x80")
    if not mark or rest != bytes(len(rest)):
        raise Refusal("publication.malformed", detail="padding")
    return body

"""Printed personal codes (绑定码): handed to each in person, each binds one browser, once.

Whoever has a recycled number gets nothing by its codes alone; whoever finds the paper gets nothing
by it alone either, unless the person has no number on the roll, or two of the staff said that the
number is no longer theirs.
"""

import hmac
import secrets
from collections.abc import Sequence
from typing import Final

from service.database import Connection
from service.database.secrets import session_key
from service.database.statements import command, query
from service.identity import bound_phones
from service.settings import Settings
from surveys import codes
from surveys.keys import SurveyKey, TownKey
from surveys.refusals import Refusal
from surveys.values import Value

SIZE: Final = 10  # bytes: 16 letters to type, once


class Bearer(Value, frozen=True):
    """Whose printed code it is, and whether it is good without a code to the phone."""

    town_id: TownKey
    person_id: str
    name: str
    alone: bool


class _Numberless(Value, frozen=True):
    person_id: str


_numberless = query("voters", "list_numberless", _Numberless)
_drop = command("voters", "drop_personal_codes")
_keep = command("voters", "keep_personal_codes")
_find = query("voters", "find_personal_code", Bearer)
_use = command("voters", "use_personal_code")
_end_sessions = command("voters", "end_voter_sessions_of")
_forget_gone = command("voters", "forget_gone_codes")


async def print_codes(
    conn: Connection,
    settings: Settings,
    town: TownKey,
    people: Sequence[str],
    *,
    alone: bool = False,
) -> dict[str, str]:
    """A new code for each person; theirs printed before are worthless, and no copy is kept."""
    words = {person: codes.spell(secrets.token_bytes(SIZE)) for person in people}
    await _drop.run(conn, town, list(words))
    marks = [_mark(settings, codes.read(word, size=SIZE)) for word in words.values()]
    await _keep.run(conn, town, list(words), marks, alone)
    return words


async def numberless(conn: Connection, town: TownKey) -> frozenset[str]:
    """Who has no number on the roll: their printed code is good by itself."""
    return frozenset(row.person_id for row in await _numberless.all(conn, town))


async def reissue(
    conn: Connection, settings: Settings, town: TownKey, person: str, *, alone: bool
) -> str:
    """A new code for somebody whose paper or phone is lost; whatever was theirs is worthless."""
    await bound_phones.release(conn, town=town, person=person)
    await _end_sessions.run(conn, town, person)
    return (await print_codes(conn, settings, town, [person], alone=alone))[person]


async def use_alone(conn: Connection, settings: Settings, survey: SurveyKey, typed: str) -> Bearer:
    """Whose code this is, where none to a phone is asked; it is worth nothing afterwards."""
    mark = _read(settings, typed)
    found = await _find.maybe(conn, mark, survey)
    if found is None:
        raise Refusal("voter.wrong_personal_code")
    if not found.alone:
        raise Refusal("voter.phone_too")
    if not await _use.run(conn, mark, found.town_id, found.person_id):
        raise Refusal("voter.wrong_personal_code")
    return found


async def use_beside(
    conn: Connection, settings: Settings, typed: str, *, town: TownKey, person: str
) -> None:
    """Take the printed code of this person, beside the code their phone was sent."""
    if not await _use.run(conn, _read(settings, typed), town, person):
        raise Refusal("voter.wrong_personal_code")


async def forget_gone(conn: Connection, town: TownKey) -> None:
    """Forget codes of people who left the roll."""
    await _forget_gone.run(conn, town)


def _read(settings: Settings, typed: str) -> bytes:
    return _mark(settings, codes.read(typed, size=SIZE, code="voter.wrong_personal_code"))


def _mark(settings: Settings, code: bytes) -> bytes:
    return hmac.digest(session_key(settings), b"personal\0" + code, "sha256")

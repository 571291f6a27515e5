"""Printed personal codes (绑定码): handed to each in person, each signs in one browser, once.

They need no phone and no message, so whoever has a recycled number gets nothing by it.
"""

import hmac
import secrets
from collections.abc import Sequence
from typing import Final

from service.database import Connection
from service.database.secrets import session_key
from service.database.statements import command, query
from service.identity.voters import Identified
from service.settings import Settings
from surveys import codes
from surveys.keys import SurveyKey, TownKey
from surveys.refusals import Refusal

SIZE: Final = 10  # bytes: 16 letters to type, once

_drop = command("voters", "drop_personal_codes")
_keep = command("voters", "keep_personal_codes")
_use = query("voters", "use_personal_code", Identified)


async def print_codes(
    conn: Connection, settings: Settings, town: TownKey, people: Sequence[str]
) -> dict[str, str]:
    """A new code for each person; codes printed before are worthless, and no copy is kept."""
    words = {person: codes.spell(secrets.token_bytes(SIZE)) for person in people}
    await _drop.run(conn, town)
    marks = [_mark(settings, codes.read(word, size=SIZE)) for word in words.values()]
    await _keep.run(conn, town, list(words), marks)
    return words


async def use(conn: Connection, settings: Settings, survey: SurveyKey, typed: str) -> Identified:
    """Whose code this is; it is worth nothing afterwards."""
    read = codes.read(typed, size=SIZE, code="voter.wrong_personal_code")
    found = await _use.maybe(conn, _mark(settings, read), survey)
    if found is None:
        raise Refusal("voter.wrong_personal_code")
    return found


def _mark(settings: Settings, code: bytes) -> bytes:
    return hmac.digest(session_key(settings), b"personal\0" + code, "sha256")

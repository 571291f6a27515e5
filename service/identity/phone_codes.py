"""A phone number becomes a code (验证码), and the code a person (ASVS 5.0, 6.5 and 6.6).

Six digits, five minutes, five tries, once, in the browser that asked. Whether a number is on the
roll shows in nothing that whoever asks can see. The first time in a browser, the code alone is not
enough: the printed one of the same person belongs to it.
"""

import hmac
import re
import secrets
from datetime import datetime, timedelta
from typing import Final

from service.database import Connection, Pool, transaction
from service.database.secrets import phone_key
from service.database.statements import command, query, scalar
from service.identity import bound_phones, personal_codes, phones, voters
from service.identity.voters import Identified, Seat
from service.outside.port import Letter, Messenger
from service.settings import Settings
from surveys.keys import SurveyKey, TownKey
from surveys.refusals import Refusal
from surveys.values import Value

LASTS: Final = timedelta(minutes=5)
TRIES: Final = 5
PAUSE: Final = timedelta(seconds=60)
A_DAY: Final = timedelta(days=1)
MOST_A_DAY: Final = 5
"""Codes of one number; five times five guesses at a million codes succeed once in 40,000 days."""
LOCKED: Final = timedelta(minutes=15)
"""A number whose code was guessed at five times asks for no other meanwhile."""
AN_HOUR: Final = timedelta(hours=1)
EACH: Final = 2
"""Codes an hour for each elector, from one address: a whole hall sits behind one."""
LEAST: Final = 100
"""Codes an hour from one address, however small the town."""
ADDRESSES: Final = 3
"""So many addresses use up the town's hour; one alone keeps nobody elsewhere out."""

_NOT_DIGITS: Final = re.compile(r"[\s\u2013\u2014()+-]")
_PHONE: Final = re.compile(r"(?:0?0?86)?(1[3-9][0-9]{9})")


class Asked(Value, frozen=True):
    """A number that asks for a code: in which vote, from which browser."""

    town: TownKey
    survey: SurveyKey
    phone: str
    browser: str
    """A random word in a cookie of the browser."""
    address: str = ""
    """Where it asks from; empty for a browser that is bound, which no crowd keeps out."""


class Shown(Value, frozen=True):
    """A code as typed, in the browser that asked for one; beside it, for the first time, paper."""

    town: TownKey
    browser: str
    code: str
    bound: str = ""
    """The word of a browser that is bound."""
    personal: str = ""


class _Asking(Value, frozen=True):
    last: datetime
    today: int
    everybody: int
    here: int
    guessed: int


class _Tried(Value, frozen=True):
    town_id: TownKey
    person_id: str
    code_mark: bytes


_lock = command("voters", "lock_phone")
_look = query("voters", "look_at_asking", _Asking)
_electors = scalar("voters", "count_electors", int)
_forget = command("voters", "forget_codes")
_drop = command("voters", "drop_codes_of_browser")
_keep = command("voters", "keep_code")
_find = query("voters", "find_by_phone", Identified)
_try = query("voters", "try_code", _Tried)
_give_back = command("voters", "give_back_try")
_use = command("voters", "use_code")


def read_phone(typed: str) -> str:
    """A mobile number as people type it.

    >>> read_phone("+86 138-0000 0002")
    '13800000002'
    """
    found = _PHONE.fullmatch(_NOT_DIGITS.sub("", typed.strip()))
    if found is None:
        raise Refusal("voter.no_phone")
    return found[1]


async def ask(
    conn: Connection, settings: Settings, messenger: Messenger, asked: Asked, *, now: datetime
) -> None:
    """Make a code and send it to whose number it is; for a stranger do as much and send none."""
    phone_mark = phones.mark_of(settings, asked.phone) or b""
    await _lock.run(conn, phone_mark)
    await _demand_patience(conn, settings, asked, phone_mark, now=now)
    person = await _find.maybe(conn, asked.survey, phone_mark)
    code = f"{secrets.randbelow(1_000_000):06}"
    browser_mark = _keyed(settings, "browser", asked.browser)
    await _forget.run(conn, now - A_DAY)
    await _drop.run(conn, browser_mark)
    await _keep.run(
        conn, browser_mark, asked.town, phone_mark, person.person_id if person else None,
        _code_mark(settings, asked.browser, code), now, _address_mark(settings, asked),
    )  # fmt: skip
    await messenger.send(conn, _letter(asked, person, code=code, mark=browser_mark, now=now))


def _letter(
    asked: Asked, person: Identified | None, *, code: str, mark: bytes, now: datetime
) -> Letter | None:
    if person is None:
        return None
    return Letter(
        reference=mark,
        town=asked.town,
        survey=asked.survey,
        person=person.person_id,
        name=person.name,
        phone=asked.phone,
        words=code,
        expires_at=now + LASTS,
    )


async def _demand_patience(
    conn: Connection, settings: Settings, asked: Asked, phone_mark: bytes, *, now: datetime
) -> None:
    """Limits count strangers like everybody else."""
    seen = await _look.one(
        conn, asked.town, phone_mark, now - A_DAY, now - AN_HOUR, TRIES, now - LOCKED,
        _address_mark(settings, asked),
    )  # fmt: skip
    if seen.guessed or seen.today >= MOST_A_DAY:
        raise Refusal("voter.too_many_codes")
    if seen.today and seen.last > now - PAUSE:
        left = seen.last + PAUSE - now
        raise Refusal("voter.code_too_soon", seconds=max(1, -(-left // timedelta(seconds=1))))
    most = most_an_hour(await _electors.get(conn, asked.town))
    if seen.here >= most:
        raise Refusal("voter.crowded_address")
    if seen.everybody >= most * ADDRESSES:
        raise Refusal("voter.codes_exhausted")


def most_an_hour(electors: int) -> int:
    """Codes one address may ask for: a hall of all of them, each twice.

    >>> most_an_hour(46), most_an_hour(200)
    (100, 400)
    """
    return max(LEAST, EACH * electors)


async def enter(
    pool: Pool, settings: Settings, messenger: Messenger, shown: Shown, *, now: datetime
) -> Seat:
    """A session for whose code this is. The try is counted first, in a transaction of its own.

    Code, paper and session share the other: what is refused after the code was right takes nothing
    of them away.
    """
    mark = _keyed(settings, "browser", shown.browser)
    async with transaction(pool) as conn:
        tried = await _try.maybe(conn, mark, now - LASTS, TRIES)
    if tried is None or tried.town_id != shown.town:
        raise Refusal("voter.code_gone")
    fits = hmac.compare_digest(tried.code_mark, _code_mark(settings, shown.browser, shown.code))
    if not (fits and tried.person_id):
        raise Refusal("voter.wrong_code")
    try:
        async with transaction(pool) as conn:
            await _demand_unused(conn, mark)
            word = await _bind_if_new(conn, settings, shown, tried)
            await messenger.take_back(conn, mark)
            return Seat(
                await voters.begin(
                    conn, settings, town=tried.town_id, person=tried.person_id, now=now
                ),
                word,
            )
    except Refusal:
        async with transaction(pool) as conn:
            await _give_back.run(conn, mark)
        raise


async def _demand_unused(conn: Connection, mark: bytes) -> None:
    """Of many at once, one."""
    if not await _use.run(conn, mark):
        raise Refusal("voter.code_gone")


async def _bind_if_new(conn: Connection, settings: Settings, shown: Shown, tried: _Tried) -> str:
    """Nothing where the browser is bound to this person; otherwise their printed code binds it."""
    town, person = tried.town_id, tried.person_id
    if await bound_phones.is_bound(conn, settings, shown.bound, town=town, person=person):
        return ""
    if not shown.personal:
        raise Refusal("voter.phone_not_bound")
    await personal_codes.use_beside(conn, settings, shown.personal, town=town, person=person)
    return await bound_phones.bind(conn, settings, shown.bound, town=town, person=person)


def _code_mark(settings: Settings, browser: str, code: str) -> bytes:
    return _keyed(settings, "code", f"{browser}\0{code}")


def _address_mark(settings: Settings, asked: Asked) -> bytes | None:
    return _keyed(settings, "address", asked.address) if asked.address else None


def _keyed(settings: Settings, purpose: str, word: str) -> bytes:
    return hmac.digest(phone_key(settings), f"{purpose}\0{word}".encode(), "sha256")

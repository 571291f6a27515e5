"""A password becomes an Argon2id hash, off the event loop and never two at a time.

One hash takes 64 MiB and a tenth of a second; whoever sends a thousand guesses waits in line and
does not take the memory the ballots need.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from surveys.refusals import Refusal

LEAST: Final = 10
"""Characters of a password."""
MOST: Final = 200

_hasher: Final = PasswordHasher()
_hand: Final = ThreadPoolExecutor(max_workers=1, thread_name_prefix="password")
_COMMON: Final = frozenset(
    {
        "1234567890", "12345678910", "0123456789", "0987654321", "9876543210", "1234512345",
        "123456789a", "a123456789", "123456789q", "q123456789", "woaini1314", "woaini5201314",
        "5201314520", "1qaz2wsx3edc", "1q2w3e4r5t", "qwertyuiop", "qwerty1234", "asdfghjkl;",
        "password12", "password123", "password1234", "passw0rd123", "p@ssw0rd123", "admin12345",
        "admin123456", "administrator", "minping2026", "minpingminping", "iloveyou1314",
        "abcd123456", "abc1234567", "aa123456789", "qq123456789", "wang123456", "147258369a",
        "1472583690", "zhongguo123", "renmindaibiao", "zhuxituan123", "laochang123",
    }
)  # fmt: skip
_FEWEST_LETTERS: Final = 4
"""Different characters a password must have."""

NOBODYS: Final = _hasher.hash("nobody")
"""What a password is compared with where there is no account, so that the answer takes as long."""


def demand_strong(password: str) -> None:
    """Refuse what is short, known to everybody, or one key held down."""
    plain = password.casefold()
    if (
        not LEAST <= len(password) <= MOST
        or plain in _COMMON
        or len(set(plain)) < _FEWEST_LETTERS
        or plain in "01234567890123456789"
    ):
        raise Refusal("signin.weak_password", least=LEAST)


async def hashed(password: str) -> str:
    """The hash that is kept; the password itself is not."""
    return await asyncio.get_running_loop().run_in_executor(_hand, _hasher.hash, password)


async def fits(kept: str, password: str) -> bool:
    """Whether this is the password; a hash that cannot be read fits none."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_hand, _verify, kept, password[:MOST])


def _verify(kept: str, password: str) -> bool:
    try:
        return _hasher.verify(kept, password)
    except (Argon2Error, InvalidHashError):
        return False

"""Doors beside drawn cards, in numbers: rights to sign in, and paper that was signed for."""

from typing import Final

from service.database import Connection
from service.database.statements import query, scalar
from surveys.keys import SurveyKey
from surveys.tally.results import Paper, SignedIn
from surveys.values import Value


class _SigninCount(Value, frozen=True):
    rights: int
    handed: int
    untaken: int


class _PaperCount(Value, frozen=True):
    printed: int
    issued: int
    returned: int
    invalid: int


_count_signin: Final = query("stamps", "count_signin", _SigninCount)
_count_printed: Final = scalar("stamps", "count_printed_paper", int)
_count_collected: Final = query("stamps", "count_collected", _PaperCount)


async def count_signin(conn: Connection, survey: SurveyKey) -> SignedIn | None:
    """Rights of people on the roll, over all groups and units; None where nobody may sign in."""
    found = await _count_signin.one(conn, survey)
    return SignedIn(found.rights, found.handed, found.untaken) if found.rights else None


async def count_collected(conn: Connection, survey: SurveyKey) -> Paper | None:
    """Paper that was accounted for, over all piles; None where none was printed, or not yet."""
    found = await _count_collected.one(conn, survey)
    if not found.printed:
        return None
    return Paper(found.printed, found.issued, found.returned, found.invalid)


async def count_printed(conn: Connection, survey: SurveyKey) -> int:
    """Paper ballots that were printed."""
    return await _count_printed.get(conn, survey)

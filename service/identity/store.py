"""Accounts and sessions in, rows out."""

from datetime import datetime
from typing import Final

import msgspec

from service.database.statements import command, query, scalar


class TownRow(msgspec.Struct, frozen=True):
    """A town and its congress."""

    town_id: str
    name: str
    congress: str


class AccountRow(msgspec.Struct, frozen=True):
    """Somebody who may sign in."""

    town_id: str
    account_id: str
    name: str
    password_hash: str
    locked_until: datetime | None


class SessionRow(msgspec.Struct, frozen=True):
    """A signed-in browser, and for whom it acts."""

    session_mark: bytes
    town_id: str
    account_id: str
    name: str
    role: str
    starting: bool
    congress: str
    seen_at: datetime


class ColleagueRow(msgspec.Struct, frozen=True):
    """Somebody of the town's staff in the list."""

    account_id: str
    name: str
    role: str
    disabled: bool
    starting: bool


lock_setup: Final = command("identity", "lock_setup")
count_accounts: Final = scalar("identity", "count_accounts", int)
find_first_town: Final = query("identity", "find_first_town", TownRow)
name_town: Final = command("identity", "name_town")
add_account: Final = command("identity", "add_account")
find_account: Final = query("identity", "find_account", AccountRow)
find_colleague: Final = query("identity", "find_colleague", AccountRow)
find_second: Final = query("identity", "find_second", AccountRow)
list_accounts: Final = query("identity", "list_accounts", ColleagueRow)
keep_password: Final = command("identity", "keep_password")
disable_account: Final = command("identity", "disable_account")
end_sessions_of: Final = command("identity", "end_sessions_of")
begin_attempt: Final = command("identity", "begin_attempt")
forgive_attempts: Final = command("identity", "forgive_attempts")
open_session: Final = command("identity", "open_session")
find_session: Final = query("identity", "find_session", SessionRow)
touch_session: Final = command("identity", "touch_session")
end_session: Final = command("identity", "end_session")
end_old_sessions: Final = command("identity", "end_old_sessions")

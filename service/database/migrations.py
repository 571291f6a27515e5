"""`sql/migrations/NNNN_theme.sql` are applied once each, in order, forward only.

Any number of starters may do this at the same time: each step takes one advisory lock before it
looks, so one does the work and the others see it done.
"""

import hashlib
import re
from pathlib import Path
from typing import Final

import asyncpg

from service.database.driver import Connection
from service.settings import CHECKOUT, CannotStart
from surveys.values import Value

MIGRATIONS: Final = CHECKOUT / "sql" / "migrations"
_NAME: Final = re.compile(r"(\d{4})_[a-z0-9_]+\.sql")
_LOCK: Final = 0x6D70  # the number of the advisory lock; any constant of ours
_LEDGER: Final = """
create schema if not exists upkeep;
create table if not exists upkeep.migration (
    number integer primary key,
    file text not null,
    digest text not null,
    applied_at timestamptz not null default now()
);
"""


class Migration(Value, frozen=True):
    """One file: its number, its text and the SHA-256 of its bytes."""

    number: int
    file: str
    text: str
    digest: str


def read_migrations(folder: Path = MIGRATIONS) -> list[Migration]:
    """Every file, numbered from 1 without a gap."""
    migrations = [_read(path) for path in sorted(folder.glob("*.sql"))]
    if [one.number for one in migrations] != list(range(1, len(migrations) + 1)):
        raise ValueError(f"migrations are not numbered 1, 2, 3 … in {folder}")
    return migrations


def _read(path: Path) -> Migration:
    named = _NAME.fullmatch(path.name)
    if named is None:
        raise ValueError(f"{path.name} is no name of a migration")
    data = path.read_bytes()
    return Migration(int(named[1]), path.name, data.decode(), hashlib.sha256(data).hexdigest())


async def migrate(connection: Connection, migrations: list[Migration]) -> list[str]:
    """Apply what is not applied yet; the names of the files this call applied."""
    async with connection.transaction():
        await _lock(connection)
        await connection.execute(_LEDGER)
        await _refuse_unknown(connection, migrations)
    return [one.file for one in migrations if await _apply(connection, one)]


async def _lock(connection: Connection) -> None:
    await connection.execute(f"select pg_advisory_xact_lock({_LOCK})", timeout=120)


async def _refuse_unknown(connection: Connection, known: list[Migration]) -> None:
    last = await connection.fetchrow(
        "select number, file from upkeep.migration order by number desc limit 1"
    )
    if last is not None and last[0] > len(known):
        raise CannotStart("migration_unknown", file=last[1])


async def _apply(connection: Connection, migration: Migration) -> bool:
    async with connection.transaction():
        await _lock(connection)
        applied: str | None = await connection.fetchval(
            "select digest from upkeep.migration where number = $1", migration.number
        )
        if applied is None:
            await _run(connection, migration)
        elif applied != migration.digest:
            raise CannotStart("migration_changed", file=migration.file)
        return applied is None


async def _run(connection: Connection, migration: Migration) -> None:
    # Set after the advisory lock: whoever waits for another starter may wait longer.
    await connection.execute("set local lock_timeout = '4s'; set local statement_timeout = '60s'")
    try:
        await connection.execute(migration.text, timeout=120)
    except asyncpg.PostgresError as error:
        raise CannotStart("migration_failed", file=migration.file, detail=error) from error
    await connection.execute(
        "insert into upkeep.migration (number, file, digest) values ($1, $2, $3)",
        *(migration.number, migration.file, migration.digest),
    )

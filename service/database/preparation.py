"""A running server becomes one the service may use: checked, with roles, a database and tables."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Final
from urllib.parse import urlsplit

import asyncpg

from service.database.cluster import Server
from service.database.driver import Connection, open_connection
from service.database.migrations import migrate, read_migrations
from service.database.pool import DEADLINE, PATIENCE, Role, connect
from service.database.postgres import PROMISES
from service.database.secrets import password
from service.settings import CannotStart, Settings

_LOCK: Final = 0x6D71
_WATCHED: Final = (
    "fsync",
    "synchronous_commit",
    "track_commit_timestamp",
    "log_parameter_max_length_on_error",
)
_AS_GOOD: Final = {"synchronous_commit": ("on", "remote_apply")}
_LIMITS: Final = {
    "statement_timeout": "10s",
    "lock_timeout": "4s",
    "idle_in_transaction_session_timeout": "30s",
}


async def prepare(settings: Settings, server: Server) -> list[str]:
    """Check, make what is missing, migrate; the migrations applied now. Safe to repeat."""
    await make_room(settings, server)
    return await migrate_as_owner(settings, server)


async def make_room(settings: Settings, server: Server) -> None:
    """Roles and a database that they may enter, without any table."""
    async with _administrator(server) as connection:
        await _check(connection)
        await _make_roles(settings, connection)
        if server.database is not None:
            await _make_database(connection, server.database)
    async with _administrator(server, server.database) as connection:
        await _open_database(connection)


async def is_used(settings: Settings, server: Server) -> bool:
    """Whether a migration was applied here before."""
    connection = await connect(settings, server, Role.OWNER)
    try:
        return bool(await connection.fetchval("select to_regclass('upkeep.migration') is not null"))
    finally:
        await connection.close()


async def migrate_as_owner(settings: Settings, server: Server) -> list[str]:
    """Apply the migrations as their owner."""
    try:
        connection = await connect(settings, server, Role.OWNER)
    except asyncpg.InvalidPasswordError as error:
        raise CannotStart("foreign_roles", path=settings.secrets) from error
    try:
        return await migrate(connection, read_migrations())
    except asyncpg.InsufficientPrivilegeError as error:
        # A grant by somebody who may not grant is only a warning; it shows here.
        user = urlsplit(server.address).username
        raise await _not_allowed(connection, error, user) from error
    finally:
        await connection.close()


@asynccontextmanager
async def _administrator(server: Server, database: str | None = None) -> AsyncGenerator[Connection]:
    try:
        connection = await open_connection(
            {
                "dsn": server.address,
                "user": None,
                "password": None,
                "database": database,
                "statement_cache_size": 0,
                "command_timeout": DEADLINE,
                "timeout": PATIENCE,
            }
        )
    except (OSError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise CannotStart("database_unreachable", detail=error) from error
    try:
        yield connection
    except asyncpg.InsufficientPrivilegeError as error:
        raise await _not_allowed(connection, error) from error
    finally:
        await connection.close()


async def _not_allowed(
    connection: Connection, error: Exception, user: str | None = None
) -> CannotStart:
    user = user or await connection.fetchval("select session_user")
    database = await connection.fetchval("select current_database()")
    return CannotStart("may_not_prepare", user=user, database=database, detail=error)


async def _check(connection: Connection) -> None:
    version = connection.get_server_version()
    if version.major < 15:
        raise CannotStart("database_too_old", version=f"{version.major}.{version.minor}")
    for name in _WATCHED:
        value = str(await connection.fetchval("select current_setting($1)", name))
        if value not in _AS_GOOD.get(name, (PROMISES[name],)):
            raise CannotStart("database_unsafe", name=name, value=value, wanted=PROMISES[name])
    await _check_log(connection)


async def _check_log(connection: Connection) -> None:
    """Parameters reach a log only where statements are logged with them."""
    quiet = await connection.fetchval(
        "select current_setting('log_parameter_max_length') = '0'"
        " or (current_setting('log_statement') in ('none', 'ddl')"
        " and current_setting('log_min_duration_statement') = '-1'"
        " and current_setting('log_min_duration_sample') = '-1'"
        " and current_setting('log_transaction_sample_rate') = '0')"
    )
    if not quiet:
        raise CannotStart(
            "database_unsafe", name="log_parameter_max_length", value="-1", wanted="0"
        )


async def _make_roles(settings: Settings, connection: Connection) -> None:
    async with connection.transaction():
        await connection.execute(f"select pg_advisory_xact_lock({_LOCK})")
        for role in Role:
            if not await _exists(connection, role):
                await connection.execute(_create(role, password(settings, role.value)))


async def _exists(connection: Connection, role: Role) -> bool:
    found = await connection.fetchval("select 1 from pg_roles where rolname = $1", role.value)
    return found is not None


def _create(role: Role, word: str) -> str:
    """The password is hexadecimal, the names are ours: nothing here needs quoting."""
    limits = "".join(
        f"alter role {role.value} set {name} = '{value}';"
        for name, value in _LIMITS.items()
        if role is not Role.OWNER
    )
    return (
        f"create role {role.value} login noinherit password '{word}';"
        f"alter role {role.value} set search_path = '';{limits}"
    )


async def _make_database(connection: Connection, name: str) -> None:
    found = await connection.fetchval("select 1 from pg_database where datname = $1", name)
    if found is None:
        await connection.execute(f"create database {name} owner {Role.OWNER.value}", timeout=60)


async def _open_database(connection: Connection) -> None:
    """Only our roles enter; only the owner makes anything, temporary tables included."""
    name = await connection.fetchval("select quote_ident(current_database())")
    roles = ", ".join(role.value for role in Role)
    async with connection.transaction():
        await connection.execute(f"select pg_advisory_xact_lock({_LOCK})")
        await connection.execute(
            f"revoke all on database {name} from public;"
            f"grant connect on database {name} to {roles};"
            f"grant create, temporary on database {name} to {Role.OWNER.value};"
            "revoke create on schema public from public;"
        )

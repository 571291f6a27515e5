"""What each database role may not do, tried for real with data that could leak."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from service.database import Pool, Role, open_pool
from service.database.cluster import Server
from service.settings import Settings

BOX_TABLES = ("gate", "slip", "pile", "sealed", "opened", "unopened", "remark", "gate_step")
COLUMN = {"gate_step": "here"}
FILLED = """
insert into registrar.town (town_id, name, congress) values ('laochang', '老厂镇', '镇人大');
insert into box.gate (survey_id, town_id, manifest_digest, padded)
values ('s1', 'laochang', sha256('m'), 1024);
insert into box.slip (survey_id, slip_mark, weighting_group, unit)
values ('s1', sha256('slip'), 'deputies', '');
insert into box.sealed (survey_id, leaf, weighting_group, envelope)
values ('s1', sha256('leaf'), 'deputies', 'sealed');
insert into box.opened (survey_id, digest, ballot) values ('s1', sha256('b'), 'opened');
insert into box.remark (survey_id, position, question, words) values ('s1', 1, 'q', '路灯坏了');
"""
FORBIDDEN_TO_ALL = (
    "create table registrar.mine ()",
    "create table public.mine ()",
    "create table box.mine ()",
    "create temporary table mine ()",
    "create schema mine",
    "create function box.mine() returns int language sql as 'select 1'",
    "create extension file_fdw schema registrar",
    "create role mine",
    "create database mine",
    "alter table registrar.town add column mine text",
    "alter table box.sealed disable trigger all",
    "drop table box.sealed",
    "truncate box.sealed",
    "truncate registrar.chronicle",
    "update registrar.chronicle set actor = actor",
    "delete from registrar.chronicle",
    "insert into registrar.transition values ('drafted', 'published')",
    "update upkeep.migration set digest = ''",
    "select pg_read_file('postgresql.conf')",
    "select pg_read_binary_file('PG_VERSION')",
    "select pg_ls_dir('.')",
    "select lo_import('/etc/passwd')",
    "copy registrar.town to program 'cat'",
    "copy registrar.town from program 'id'",
    "copy registrar.town to '/tmp/town'",
    "copy registrar.town from '/etc/passwd'",
    "set role minping_owner",
    "set role postgres",
    "set session authorization minping_owner",
    "set session_replication_role = replica",
    "set log_statement = 'all'",
    "set track_commit_timestamp = on",
    "set fsync = off",
    "alter system set fsync = off",
    "alter role minping_owner password 'known'",
    "select rolpassword from pg_authid",
    "grant minping_owner to current_user",
)


@pytest.fixture(scope="module")
async def pools(
    settings: Settings, module_database: Server, owner_pool_of_module: Pool
) -> AsyncIterator[dict[str, Pool]]:
    """Every role but the owner, before a box with something in it."""
    async with owner_pool_of_module.acquire() as conn:
        await conn.execute(FILLED)
    roles = (Role.WEB, Role.BOX, Role.OPENER, Role.WORKER)
    pools = {role.name: await open_pool(settings, module_database, role, size=2) for role in roles}
    yield pools
    for pool in pools.values():
        await pool.close()


async def _is_refused(pool: Pool, statement: str) -> bool:
    """Refused for want of a right; any other error would prove nothing."""
    async with pool.acquire() as conn:
        try:
            await conn.execute(statement)
        except (asyncpg.InsufficientPrivilegeError, asyncpg.CantChangeRuntimeParamError):
            return True
    return False


@pytest.mark.parametrize("statement", FORBIDDEN_TO_ALL)
async def test_no_role_gets_past_its_job(pools: dict[str, Pool], statement: str) -> None:
    refused = {role: await _is_refused(pool, statement) for role, pool in pools.items()}
    assert refused == dict.fromkeys(pools, True)


@pytest.mark.parametrize("table", BOX_TABLES)
async def test_the_web_and_the_box_doors_touch_no_table_of_the_box(
    pools: dict[str, Pool], table: str
) -> None:
    for role in ("WEB", "BOX", "OPENER"):
        for statement in (
            f"select from box.{table}",
            f"select count(*) from box.{table}",
            f"insert into box.{table} default values",
            f"update box.{table} set {COLUMN.get(table, 'survey_id')} = null",
            f"delete from box.{table}",
            f"truncate box.{table} cascade",
            f"do 'begin lock table box.{table}; end'",
            f"copy box.{table} to stdout",
        ):
            assert await _is_refused(pools[role], statement), (role, statement)


async def test_the_worker_reads_what_came_out_of_the_box_and_changes_none_of_it(
    pools: dict[str, Pool],
) -> None:
    async with pools["WORKER"].acquire() as conn:
        assert await conn.fetchval("select words from box.remark") == "路灯坏了"
        assert await conn.fetchval("select count(*) from box.sealed_list") == 0  # not closed
    for table in BOX_TABLES:
        for statement in (f"delete from box.{table}", f"insert into box.{table} default values"):
            assert await _is_refused(pools["WORKER"], statement), statement


@pytest.mark.parametrize(
    ("function", "roles"),
    [
        ("cast_slips", {"BOX"}),
        ("cast_stamped", {"BOX"}),
        ("look_at_slips", {"BOX"}),
        ("unseal", {"OPENER"}),
        ("begin_opening", {"OPENER"}),
        ("keep_opened", {"OPENER"}),
        ("rewrite", set()),
        ("keep_envelopes", set()),
    ],
)
async def test_a_door_of_the_box_opens_for_its_own_role_only(
    pools: dict[str, Pool], owner_pool_of_module: Pool, function: str, roles: set[str]
) -> None:
    async with owner_pool_of_module.acquire() as conn:
        open_to = await conn.fetch(
            "select r.rolname from pg_roles r, pg_proc p"
            " where p.pronamespace = 'box'::regnamespace and p.proname = $1"
            " and r.rolname = any($2) and has_function_privilege(r.oid, p.oid, 'execute')",
            *(function, [Role[role].value for role in pools]),
        )
    assert {row[0] for row in open_to} == {Role[role].value for role in roles}


async def test_no_function_of_ours_is_open_to_everybody(owner_pool_of_module: Pool) -> None:
    async with owner_pool_of_module.acquire() as conn:
        of_public = await conn.fetch(
            "select p.oid::regprocedure::text from pg_proc p"
            " cross join lateral aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a"
            " where p.pronamespace in ('box'::regnamespace) and a.grantee = 0"
        )
    assert [row[0] for row in of_public] == []

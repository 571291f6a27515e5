"""What the schema of the box cannot hold, and what its roles cannot do."""

import re

import asyncpg
import pytest

from service.box.casting import Casting, cast
from service.database import Pool
from service.settings import Settings
from tests.boxes import a_box, answers

TABLES = (
    "gate", "gate_step", "slip", "pile", "sealed", "opened", "unopened", "remark", "sealed_list",
)  # fmt: skip
KINDS = {"text", "bytea", "int4"}
TRACES = re.compile(
    r"(^|_)(at|on|time|date|ip|addr|address|host|agent|session|person|phone|name|serial|seq)(_|$)"
)

COLUMNS = """
select c.relname, a.attname, t.typname,
    a.attidentity <> '' or coalesce(pg_get_expr(d.adbin, d.adrelid) like '%nextval%', false)
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
join pg_type t on t.oid = a.atttypid
left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
where n.nspname = $1 and c.relkind in ('r', 'v', 'm', 'p')
"""


async def traces(owner: Pool, schema: str) -> set[str]:
    """Columns that could tell when, from where or by whom."""
    async with owner.acquire() as conn:
        columns = await conn.fetch(COLUMNS, schema)
    return {
        f"{table}.{column}"
        for table, column, kind, counted in columns
        if kind not in KINDS or counted or TRACES.search(column)
    }


async def test_no_column_of_the_box_can_hold_a_time_an_address_a_number_or_a_person(
    owner_pool: Pool,
) -> None:
    """F004."""
    assert await traces(owner_pool, "box") == set()


async def test_the_scan_would_notice_each_of_them(owner_pool: Pool) -> None:
    async with owner_pool.acquire() as conn:
        await conn.execute("alter table box.sealed add column cast_at timestamptz")
        await conn.execute("alter table box.sealed add column number bigserial")
        await conn.execute(
            "alter table box.slip add column order_of int generated always as identity"
        )
        await conn.execute("alter table box.opened add column origin inet")
        await conn.execute("alter table box.remark add column person_id text")
    assert await traces(owner_pool, "box") == {
        "sealed.cast_at",
        "sealed.number",
        "slip.order_of",
        "opened.origin",
        "remark.person_id",
    }


async def test_no_key_leads_out_of_the_box_and_none_into_it(owner_pool: Pool) -> None:
    async with owner_pool.acquire() as conn:
        crossing = await conn.fetch(
            "select conname from pg_constraint where contype = 'f' and"
            " (conrelid::regclass::text like 'box.%') <> (confrelid::regclass::text like 'box.%')"
        )
    assert crossing == []


async def test_every_key_of_the_box_leads_with_its_survey(owner_pool: Pool) -> None:
    async with owner_pool.acquire() as conn:
        keys = await conn.fetch(
            "select i.indrelid::regclass::text, a.attname from pg_index i"
            " join pg_class c on c.oid = i.indrelid"
            " join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]"
            " where c.relnamespace = 'box'::regnamespace"
        )
    leading = dict(tuple(row) for row in keys)
    assert leading.pop("box.gate_step") == "here"
    assert set(leading.values()) == {"survey_id"}


async def refuse(pool: Pool, statement: str) -> None:
    async with pool.acquire() as conn:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await conn.execute(statement)


async def test_the_roles_of_the_web_can_neither_read_nor_empty_a_table_of_the_box(
    box_pool: Pool, web_pool: Pool
) -> None:
    for statement in ("select * from box.{}", "delete from box.{}", "truncate box.{}"):
        for table in TABLES if statement.startswith("select") else TABLES[:-1]:
            await refuse(box_pool, statement.format(table))
            await refuse(web_pool, statement.format(table))


FORBIDDEN = (
    "update box.gate set state = 'open'",
    "update box.slip set state = 'ready'",
    "update box.sealed set weighting_group = 'public'",
    "insert into box.slip values ('s', '', 'g', '')",
    "insert into box.sealed values ('s', '', 'g', '')",
    "select box.rewrite('laochang-2026')",
    "select box.begin_opening('laochang-2026')",
    "select box.unseal('laochang-2026', '', 1)",
    "select box.keep_opened('laochang-2026', '{}', '{}', '{}')",
    "select * from registrar.person",
)


async def test_the_role_of_the_doors_can_do_nothing_but_use_them(box_pool: Pool) -> None:
    for statement in FORBIDDEN:
        await refuse(box_pool, statement)


MAY = {
    "minping_box": {
        "add_slips", "cast_collected", "cast_collected_slips", "cast_slips", "cast_stamped",
        "clear_slips", "holds", "look_at_gate", "look_at_slips", "prepare_gate",
        "set_entry", "set_gate", "set_piles", "set_voided", "turnout", "void_slips",
    },
    "minping_opener": {
        "begin_opening", "count_opened", "keep_opened", "lay_out_ballots", "lay_out_remarks",
        "list_leaves", "look_at_gate", "unseal",
    },
    "minping_worker": {"close_gate", "count_opened", "look_at_gate", "turnout"},
}  # fmt: skip


async def test_each_role_may_execute_exactly_its_functions(owner_pool: Pool) -> None:
    async with owner_pool.acquire() as conn:
        rows = await conn.fetch(
            "select r.rolname, p.proname from pg_roles r"
            " join pg_proc p on p.pronamespace = 'box'::regnamespace"
            " and has_function_privilege(r.oid, p.oid, 'execute')"
            " and has_schema_privilege(r.oid, 'box', 'usage')"
            " where r.rolname like 'minping_%' and r.rolname <> 'minping_owner'"
        )
    may: dict[str, set[str]] = {}
    for role, function in rows:
        may.setdefault(role, set()).add(function)
    assert may == MAY


async def test_the_worker_sees_no_sealed_list_before_the_close(
    settings: Settings, box_pool: Pool, worker_pool: Pool, casting: Casting
) -> None:
    made = await a_box(settings, box_pool)
    await cast(casting, made.box, code=made.codes()[0], unit="", answers=answers(made))
    async with worker_pool.acquire() as conn:
        assert await conn.fetchval("select count(*) from box.sealed_list") == 0
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await conn.fetch("select * from box.sealed")
    async with box_pool.acquire() as conn:
        await conn.fetchval("select box.set_gate($1, 'closed')", made.manifest.survey)
    async with worker_pool.acquire() as conn:
        assert await conn.fetchval("select count(*) from box.sealed_list") == 1

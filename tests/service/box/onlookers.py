"""Whoever owns the machine: all a database shows, keeps or says becomes who and what came when.

An onlooker looks through *channels*. Each says of a table at which moment a row of it was seen:
a transaction, a place in the heap, the number of a look, a line of the log. Two tables seen through
one channel are put side by side: the same moment, or the same rank.
"""

import asyncio
import re
import subprocess
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeAlias

import asyncpg
import msgspec

from service.database.binaries import find_binaries
from surveys.values import Value

Seen: TypeAlias = list[tuple[int, str]]
"""Moment and key, in the order in which they were come across."""
Guess: TypeAlias = dict[str, str]
"""Whose is what."""
Spot: TypeAlias = tuple[int, int]
"""Block and line of a heap."""


class Table(Value, frozen=True):
    """A table that is watched, and how a row is told from another."""

    name: str
    column: str
    """What tells it, text or bytes."""
    where: str = "true"
    read: Callable[[str | bytes], str] = lambda told: told if isinstance(told, str) else told.hex()
    spelt: Callable[[str], bytes] = str.encode
    """How the key stands on a page of the table."""

    def query(self) -> str:
        return f"select {self.column}, xmin::text::bigint, ctid from {self.name} where {self.where}"


class Look(msgspec.Struct):
    """One look at a table: of each row its key, who wrote it last, and where it lies."""

    rows: list[tuple[str, int, Spot]]

    def keys(self) -> set[str]:
        return {key for key, _, _ in self.rows}

    def by_xmin(self) -> Seen:
        return [(xmin, key) for key, xmin, _ in self.rows]

    def by_place(self) -> Seen:
        return [(block << 16 | line, key) for key, _, (block, line) in self.rows]

    def at(self) -> dict[Spot, str]:
        return {spot: key for key, _, spot in self.rows}


class Onlooker:
    """A superuser who begins before the vote and forgets nothing."""

    def __init__(self, conn: asyncpg.Connection, data: Path, log: Path, *tables: Table) -> None:
        self._conn = conn
        self._data, self._log = data, log
        self.tables = tables
        self.channels: dict[str, dict[str, Seen]] = {}
        self._looks: dict[str, list[Look]] = {table.name: [] for table in tables}
        self._log_from = log.stat().st_size
        self._wal_from = ""

    async def begin(self) -> None:
        """Note where the WAL stands and how the tables lie before anybody votes."""
        self._wal_from = await self._conn.fetchval("select pg_current_wal_insert_lsn()::text")
        await self.look()

    async def look(self) -> None:
        """Once more at everything: between two voters, oftener than fifty times a second."""
        for table in self.tables:
            self._looks[table.name].append(await self._look_at(table))

    async def _look_at(self, table: Table) -> Look:
        rows = await self._conn.fetch(table.query())
        return Look([(table.read(key), xmin, tuple(ctid)) for key, xmin, ctid in rows])

    async def note_heap(self, when: str) -> None:
        """What the rows of the moment show, and the dead ones beside them."""
        await self.look()
        for table in self.tables:
            self._note(f"xmin {when}", table, self._looks[table.name][-1].by_xmin())
            self._note(f"place {when}", table, self._looks[table.name][-1].by_place())
            self._note(f"dead rows {when}", table, await self._versions(table))

    async def note_the_rest(self) -> None:
        """What the WAL, the log and all looks together show."""
        dump = await self._dump_wal()
        for table in self.tables:
            looks = self._looks[table.name]
            self._note("looks", table, _changes(looks))
            self._note("wal", table, _written(dump, await self._file_of(table), looks))
            self._note("log", table, self._said(table))

    def _keys(self, table: Table) -> set[str]:
        return set[str]().union(*(look.keys() for look in self._looks[table.name]))

    def _note(self, channel: str, table: Table, seen: Seen) -> None:
        self.channels.setdefault(channel, {})[table.name] = seen

    async def _versions(self, table: Table) -> Seen:
        """Every version of every row that still lies on a page, dead or alive (pageinspect)."""
        items = await self._conn.fetch(
            "select t_xmin::text::bigint, t_data"
            " from generate_series(0, pg_relation_size($1::text::regclass) / 8192 - 1) block"
            " cross join lateral heap_page_items(get_raw_page($1::text, block::int))"
            " where t_data is not null order by 1",
            table.name,
        )
        spelt = {key: table.spelt(key) for key in self._keys(table)}
        return [(xmin, key) for xmin, data in items for key, word in spelt.items() if word in data]

    async def _file_of(self, table: Table) -> str:
        return await self._conn.fetchval(
            "select pg_relation_filenode($1::text::regclass)::text", table.name
        )

    async def _dump_wal(self) -> list[str]:
        until = await self._conn.fetchval("select pg_switch_wal()::text")
        program = find_binaries(None).folder / "pg_waldump"
        span = ("-p", self._data / "pg_wal", "-s", self._wal_from, "-e", until, "-r", "Heap")
        dumping = await asyncio.create_subprocess_exec(program, *span, stdout=subprocess.PIPE)
        told, _ = await dumping.communicate()
        assert dumping.returncode == 0
        return told.decode().splitlines()

    def _said(self, table: Table) -> Seen:
        """Where in the database's log a row is first spoken of."""
        with self._log.open("rb") as file:
            file.seek(self._log_from)
            said = file.read()
        places = (
            (min((at for at in map(said.find, _as_logged(table, key)) if at >= 0), default=-1), key)
            for key in self._keys(table)
        )
        return sorted(place for place in places if place[0] >= 0)


def _as_logged(table: Table, key: str) -> tuple[bytes, ...]:
    spelt = table.spelt(key)
    return (spelt, spelt.hex().encode())


def _changes(looks: list[Look]) -> Seen:
    """The number of the look at which a row was new or another than before."""
    seen: Seen = []
    before: dict[str, int] = {}
    for number, look in enumerate(looks):
        now = {key: xmin for key, xmin, _ in look.rows}
        seen += [(number, key) for key, xmin in now.items() if before.get(key) != xmin]
        before = now
    return seen


_RECORD = re.compile(
    r"tx:\s+(?P<tx>\d+),.* desc: (?P<kind>HOT_UPDATE|UPDATE|INSERT)(?:\+INIT)? "
    r"(?:.*?old_off: (?P<old>\d+),.*?new_off: (?P<new>\d+)|off: (?P<off>\d+)).*?"
    r"blkref #0: rel \d+/\d+/(?P<file>\d+) (?:fork main )?blk (?P<block>\d+)"
    r"(?:.*blkref #1: rel \S+ (?:fork main )?blk (?P<before>\d+))?"
)


def _written(dump: list[str], file: str, looks: list[Look]) -> Seen:
    """Rows as transactions of the WAL wrote them, followed from place to place."""
    here = looks[0].at()
    known: dict[Spot, str] = {}
    for look in looks:
        known |= look.at()
    seen: Seen = []
    for record in filter(None, map(_RECORD.search, dump)):
        if record["file"] != file:
            continue
        block = int(record["block"])
        if record["off"]:
            key = known.get((block, int(record["off"])))
        else:
            spot = (int(record["before"] or block), int(record["old"]))
            key = here.get(spot, known.get(spot))
            here[block, int(record["new"])] = key or ""
        if key:
            seen.append((int(record["tx"]), key))
    return seen


def by_moment(people: Seen, things: Seen) -> Guess:
    """Whoever and whatever was seen at one moment belong together."""
    at: dict[int, list[str]] = {}
    for moment, thing in _sharp(things):
        at.setdefault(moment, []).append(thing)
    guess: Guess = {}
    for moment, person in _sharp(people):
        if waiting := at.get(moment):
            guess[person] = waiting.pop(0)
    return guess


def by_rank(people: Seen, things: Seen, *, backwards: bool = False) -> Guess:
    """The first who came has what came first; or, backwards, what came last."""
    order = _order(things)
    return dict(zip(_order(people), order[::-1] if backwards else order, strict=False))


def _order(seen: Seen) -> list[str]:
    """By the last moment of each."""
    last = {key: moment for moment, key in sorted(_sharp(seen), key=lambda one: one[0])}
    return sorted(last, key=lambda key: last[key])


def _sharp(seen: Iterable[tuple[int, str]]) -> Seen:
    """Without moments that a third of all shared; all of them where nothing else is left."""
    listed = list(seen)
    alike = Counter(moment for moment, _ in listed)
    many = max(1, len({key for _, key in listed}) // 3)
    return [one for one in listed if alike[one[0]] <= many] or listed

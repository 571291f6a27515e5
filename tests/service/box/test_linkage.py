"""Who owns the machine and watches the whole vote learns of no voter what they answered.

Voters come one by one in a known order. A superuser looks at every row after each of them, reads
dead rows, the WAL and a log that says every statement with its parameters, and is told besides
which envelope is whose. What is asserted is that person and *opened answers* are not brought
together better than by guessing; whose an envelope is may be known: that is why it is sealed.
"""

import itertools
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from fractions import Fraction
from functools import partial
from math import comb

import asyncpg
import pytest

from service.box.casting import open_casting
from service.database import Role, open_pool
from service.database.cluster import running_cluster
from service.database.preparation import prepare
from service.settings import Settings
from service.stamping.stamping import open_stamping
from surveys import canonical
from tests.service.box.onlookers import Guess, Onlooker, Table, by_moment, by_rank
from tests.service.box.watched import (
    Hold,
    Town,
    Watched,
    connected,
    listen,
    on_their_own_phones,
    queue,
    read_answers,
    spelt,
    with_drawn_slips,
)

CHANNELS = ("xmin live", "dead rows live", "looks", "wal", "log")
NUMBERS = itertools.count(1)

NAIVE = """
drop schema if exists naive cascade;
create schema naive;
create table naive.voter (person_id text primary key, voted boolean not null default false);
create table naive.ballot (id uuid primary key default gen_random_uuid(), ballot bytea not null);
"""


@pytest.fixture(scope="module")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    """A superuser has everything logged and kept that PostgreSQL can log and keep."""
    settings = Settings(home=tmp_path_factory.mktemp("linkage"))
    async with AsyncExitStack() as stack:
        server = stack.enter_context(running_cluster(settings))
        await prepare(settings, server)
        admin = await connected(server)
        stack.push_async_callback(admin.close)
        await listen(admin)
        pools = [
            await open_pool(settings, server, role, size=2)
            for role in (Role.WEB, Role.BOX, Role.OPENER)
        ]
        for pool in pools:
            stack.push_async_callback(pool.close)
        casting = await stack.enter_async_context(open_casting(settings, server, pools[1]))
        stamping = await stack.enter_async_context(open_stamping(settings, server))
        yield Town(settings, server, *pools, casting, stamping, admin)


def most_by_luck(voters: int) -> int:
    """What guessing reaches or stays below 999 times in 1000: a quantile of the binomial law.

    >>> most_by_luck(7), most_by_luck(46), most_by_luck(200)
    (4, 5, 5)
    """
    chance = Fraction(1, voters)
    below = Fraction(0)
    for hits in range(voters + 1):
        below += comb(voters, hits) * chance**hits * (1 - chance) ** (voters - hits)
        if below >= Fraction(999, 1000):
            return hits
    raise AssertionError(voters)


def ways(watched: Watched) -> dict[str, int]:
    """Every way from a voter, or their envelope, to what came out; how many it brings home."""
    people, sealed, box, remarks = (table.name for table in watched.onlooker.tables)
    told, written, leaves = watched.told, watched.written, watched.envelopes
    look = partial(hits, watched.onlooker)
    return {
        **look(people, box, truth=told),
        **look(people, remarks, truth=written),
        **look(sealed, box, truth={leaves[voter]: told[voter] for voter in told}),
        **look(sealed, remarks, truth={leaves[voter]: written[voter] for voter in told}),
        **look(box, remarks, truth={told[voter]: written[voter] for voter in told}),
    }


def hits(onlooker: Onlooker, one: str, other: str, *, truth: Guess) -> dict[str, int]:
    """How often two tables are put together rightly, by every two channels."""
    channels = onlooker.channels
    guesses: dict[str, Guess] = {}
    for here, seen in channels.items():
        guesses[f"{one} and {other} at one moment of {here}"] = by_moment(seen[one], seen[other])
        for there, also in channels.items():
            way = f"{one} by {here}, {other} by {there}"
            guesses[way] = by_rank(seen[one], also[other])
            guesses[f"{way}, backwards"] = by_rank(seen[one], also[other], backwards=True)
    return {
        way: sum(truth.get(key) == thing for key, thing in guess.items())
        for way, guess in guesses.items()
    }


@pytest.mark.parametrize(
    ("hold", "size"),
    [
        (on_their_own_phones, 200),
        (on_their_own_phones, 46),
        (on_their_own_phones, 7),
        (with_drawn_slips, 46),
        (with_drawn_slips, 7),
    ],
)
async def test_no_voter_is_brought_together_with_what_they_answered_better_than_by_guessing(
    town: Town, hold: Hold, size: int
) -> None:
    """F001, F003. What luck may do once it does not do three times in a row."""
    suspected: set[str] | None = None
    for _ in range(3):
        number = next(NUMBERS)
        survey = f"watched-{number:03}"
        watched = await hold(town, queue(survey, size, number=number), survey)
        envelope_known(watched)
        found = {way for way, right in ways(watched).items() if right > most_by_luck(size)}
        suspected = found if suspected is None else suspected & found
        if not suspected:
            return
    assert suspected == set()


def envelope_known(watched: Watched) -> None:
    """The onlooker is no fool: who laid which envelope is found by every channel of the vote."""
    people, sealed, *_ = (table.name for table in watched.onlooker.tables)
    found = hits(watched.onlooker, people, sealed, truth=watched.envelopes)
    for channel in CHANNELS:
        assert found[f"{people} by {channel}, {sealed} by {channel}"] == len(watched.voters), (
            channel
        )


@pytest.mark.parametrize("size", [200, 46, 7])
async def test_the_same_onlooker_brings_nearly_everybody_together_where_ballots_lie_beside_rights(
    town: Town, size: int
) -> None:
    """Tables apart, random numbers for keys, no times: and every single channel gives all away."""
    number = next(NUMBERS)
    voters = queue(f"naive-{number:03}", size, number=number)
    await town.admin.execute(NAIVE)
    await town.admin.executemany(
        "insert into naive.voter values ($1)", sorted((voter.key,) for voter in voters)
    )
    onlooker = town.onlooker(
        Table("naive.voter", "person_id"), Table("naive.ballot", "ballot", read=read_answers)
    )
    await onlooker.begin()
    async with AsyncExitStack() as stack:
        conn = await connected(town.server)
        stack.push_async_callback(conn.close)
        for voter in voters:
            async with conn.transaction():
                await conn.execute(
                    "update naive.voter set voted = true where person_id = $1", voter.key
                )
                await conn.execute(
                    "insert into naive.ballot (ballot) values ($1)",
                    canonical.encode({"answers": voter.answers}),
                )
            await onlooker.look()
    await onlooker.note_heap("live")
    await onlooker.note_the_rest()
    told = {voter.key: spelt(voter.answers) for voter in voters}
    found = hits(onlooker, "naive.voter", "naive.ballot", truth=told)
    for channel in CHANNELS:
        way = f"naive.voter by {channel}, naive.ballot by {channel}"
        assert found[way] >= size * 9 // 10, channel
    for channel in ("xmin live", "dead rows live", "looks", "wal"):
        assert found[f"naive.voter and naive.ballot at one moment of {channel}"] == size, channel


async def test_no_commit_keeps_its_time(town: Town) -> None:
    """F001: and no file can have it otherwise."""
    assert await town.admin.fetchval("show track_commit_timestamp") == "off"
    await town.admin.execute("alter system set track_commit_timestamp = 'on'")
    source = await town.admin.fetchval(
        "select source from pg_settings where name = 'track_commit_timestamp'"
    )
    assert source == "command line"
    await town.admin.execute("alter system reset track_commit_timestamp")
    with pytest.raises(asyncpg.ObjectNotInPrerequisiteStateError):
        await town.admin.fetchval("select pg_xact_commit_timestamp(pg_current_xact_id()::xid)")

"""Who owns the machine and watches the whole vote learns of no voter what they answered.

Voters come one by one in a known order. A superuser looks at every row after each of them, reads
dead rows, the WAL and a log that says every statement with its parameters, and is told besides
which envelope is whose. What is asserted is that person and *opened answers* are not brought
together better than by guessing; whose an envelope is may be known: that is why it is sealed.
"""

import itertools
import json
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from fractions import Fraction
from functools import partial
from math import comb
from typing import NamedTuple, TypeAlias

import asyncpg
import msgspec
import pytest

from service.box.casting import Casting, cast, open_casting
from service.box.gate import GateState
from service.box.opening import open_box
from service.box.slips import mark_of
from service.box.stamped import Sent, cast_stamped
from service.database import Pool, Role, open_pool
from service.database.cluster import Server, running_cluster
from service.database.preparation import prepare
from service.database.secrets import slip_key
from service.demonstration.sealed_phone import Ask
from service.settings import Settings
from service.stamping.rights import Bearer
from service.stamping.stamping import Claim, Kind, Stamping, open_stamping, stamp
from surveys import canonical
from surveys.appraisal.plan import Appraisee
from surveys.ballots.ballot import Remark
from surveys.keys import WHOLE
from surveys.manifest import Manifest, SlipCount
from surveys.questionnaire.answer import Answers, Marks, Words
from tests.boxes import a_box, turn
from tests.builders import a_form
from tests.journeys.traces import kinds_holding, spellings
from tests.sealed import a_sealed_vote, take
from tests.service.box.onlookers import Guess, Onlooker, Table, by_moment, by_rank

GRADES = ("satisfied", "fairly_satisfied", "dissatisfied", "unfamiliar")
OFFICE = Appraisee(key="window", label="便民服务中心", head="")
FORM = a_form(appraisees=(OFFICE,))
A_SHORT_FORM = {"form": FORM, "appraisees": (OFFICE,)}
CHANNELS = ("xmin live", "dead rows live", "looks", "wal", "log")
NUMBERS = itertools.count(1)

NAIVE = """
drop schema if exists naive cascade;
create schema naive;
create table naive.voter (person_id text primary key, voted boolean not null default false);
create table naive.ballot (id uuid primary key default gen_random_uuid(), ballot bytea not null);
"""


class Voter(NamedTuple):
    """Somebody whose place in the queue is known."""

    key: str
    answers: Answers
    remark: Remark

    def words(self) -> set[bytes]:
        """What would betray them, however it is written down."""
        return spellings(self.remark.words) | spellings(spelt(self.answers))


class Town(NamedTuple):
    """One web process on a cluster of its own, and its superuser."""

    settings: Settings
    server: Server
    web: Pool
    box: Pool
    opener: Pool
    casting: Casting
    stamping: Stamping
    admin: asyncpg.Connection

    def onlooker(self, *tables: Table) -> Onlooker:
        home = self.settings
        return Onlooker(self.admin, home.cluster / "data", home.logs / "postgresql.log", *tables)


class Watched(NamedTuple):
    """A vote that is over: what was seen of it, and what only the voters know."""

    onlooker: Onlooker
    voters: list[Voter]
    envelopes: dict[str, str]
    """Voter → leaf."""

    @property
    def told(self) -> dict[str, str]:
        """Voter → answers."""
        return {voter.key: spelt(voter.answers) for voter in self.voters}

    @property
    def written(self) -> dict[str, str]:
        """Voter → remark."""
        return {voter.key: voter.remark.words for voter in self.voters}


Hold: TypeAlias = Callable[[Town, list[Voter], str], Awaitable[Watched]]


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


async def connected(server: Server) -> asyncpg.Connection:
    return await asyncpg.connect(server.address, database=server.database)


async def listen(admin: asyncpg.Connection) -> None:
    """What the command line says binds no superuser: a database's own settings come after it."""
    await admin.execute("create extension pageinspect")
    await admin.execute("alter system set wal_keep_size = '1GB'")
    await admin.execute("select pg_reload_conf()")
    await admin.execute("set log_statement = 'none'")  # what the onlooker asks is not the vote
    loud = {
        "log_statement": "all",
        "log_parameter_max_length": "-1",
        "log_error_verbosity": "verbose",
    }
    for name, value in loud.items():
        await admin.execute(f"alter database minping set {name} = '{value}'")


def queue(survey: str, size: int, *, number: int) -> list[Voter]:
    """Everybody answers otherwise; in the order in which they come, which is not the roll's."""
    voters = [
        Voter(
            f"{survey}-p{at:03}",
            some_answers(number * 256 + at),
            Remark(question="remark.1", about=OFFICE.key, words=f"第{at}条意见zz{survey}"),
        )
        for at in range(size)
    ]
    random.Random(survey).shuffle(voters)
    return voters


def some_answers(number: int) -> Answers:
    """The number in base four, a grade a digit."""
    (matrix,) = FORM.matrices()
    marks = {
        indicator.key: GRADES[number >> 2 * at & 3]
        for at, indicator in enumerate(matrix.indicators)
    }
    return {matrix.key: Marks(marks={OFFICE.key: marks})}


def spelt(answers: Answers) -> str:
    return canonical.encode(answers).decode()


def read_answers(ballot: str | bytes) -> str:
    line = json.loads(ballot)
    return json.dumps(line.get("ballot", line)["answers"], sort_keys=True, separators=(",", ":"))


def of_the_box(survey: str) -> tuple[Table, Table, Table]:
    """Envelopes, and the ballots and texts that came out of them."""
    here = f"survey_id = '{survey}'"
    return (
        Table("box.sealed", "leaf", here, spelt=bytes.fromhex),
        Table("box.opened", "ballot", here, read=read_answers),
        Table("box.remark", "words", here),
    )


async def on_their_own_phones(town: Town, voters: list[Voter], survey: str) -> Watched:
    """Everybody is on the roll and seals on their own device."""
    slips = (SlipCount(group="deputies", unit=WHOLE, printed=len(voters)),)
    vote = await a_sealed_vote(
        *(town.settings, town.web, town.box),
        **{"slips": slips, "survey": survey, "state": GateState.PREPARED, **A_SHORT_FORM},
    )
    await town.admin.execute(
        "insert into registrar.ballot_right"
        " (town_id, survey_id, weighting_group, unit, channel, person_id)"
        " select 'laochang', $1, 'deputies', '', 'signin', who from unnest($2::text[]) as u (who)"
        " order by who",
        *(survey, [voter.key for voter in voters]),
    )
    await take(town.web, town.box, vote, "open")
    theirs = f"survey_id = '{survey}' and person_id is not null"
    rights = Table("registrar.ballot_right", "person_id", theirs)
    onlooker = town.onlooker(rights, *of_the_box(survey))
    await onlooker.begin()
    envelopes: dict[str, str] = {}
    for voter in voters:
        phone, ask = vote.phone(), asking(town.stamping, survey, voter.key)
        sent = await phone.vote(ask, voter.answers, voter.remark)
        kept = await cast_stamped(town.casting, vote.box, Sent(**msgspec.structs.asdict(sent)))
        envelopes[voter.key] = kept.receipt.leaf
        await onlooker.look()
    await onlooker.note_heap("live")
    await take(town.web, town.box, vote, "closed")
    return await opened(town, Watched(onlooker, voters, envelopes), vote.manifest)


def asking(stamping: Stamping, survey: str, person: str) -> Ask:
    async def ask(kind: str, blinded: bytes) -> bytes:
        claim = Claim(survey=survey, unit=WHOLE, bearer=Bearer(person=person))
        return (await stamp(stamping, claim, kind=Kind(kind), blinded=blinded)).stamp

    return ask


async def with_drawn_slips(town: Town, voters: list[Voter], survey: str) -> Watched:
    """Somebody noted who drew which slip; the server seals."""
    made = await a_box(town.settings, town.box, survey=survey, printed=len(voters), **A_SHORT_FORM)
    drawn = {mark_of(slip_key(town.settings), survey, code).hex(): code for code in made.codes()}
    voters = [voter._replace(key=mark) for voter, mark in zip(voters, drawn, strict=True)]
    slips = Table("box.slip", "slip_mark", f"survey_id = '{survey}'", spelt=bytes.fromhex)
    onlooker = town.onlooker(slips, *of_the_box(survey))
    await onlooker.begin()
    envelopes: dict[str, str] = {}
    for voter in voters:
        answers = {**voter.answers, "remark.1": Words(words=voter.remark.words)}
        receipt = await cast(
            town.casting, made.box, code=drawn[voter.key], unit=WHOLE, answers=answers
        )
        envelopes[voter.key] = receipt.leaf
        await onlooker.look()
    await onlooker.note_heap("live")
    await turn(town.box, survey, GateState.CLOSED)
    return await opened(town, Watched(onlooker, voters, envelopes), made.manifest)


async def opened(town: Town, watched: Watched, manifest: Manifest) -> Watched:
    """Nothing can be read before the box is opened; open it, and look once more."""
    needles = watched.voters[-1].words()
    await town.admin.execute("checkpoint")
    assert kinds_holding(needles, town.settings.home) == set()
    await open_box(town.opener, town.settings, manifest)
    await watched.onlooker.note_heap("after")
    await watched.onlooker.note_the_rest()
    await town.admin.execute("checkpoint")
    assert {"heap", "wal", "log"} <= kinds_holding(needles, town.settings.home)
    await no_text_is_logged_beside_its_ballot(town, manifest.survey)
    return watched


async def no_text_is_logged_beside_its_ballot(town: Town, survey: str) -> None:
    """A ballot's own number is said once, where the ballot is laid out."""
    ballots = await town.admin.fetch("select ballot from box.opened where survey_id = $1", survey)
    said = (town.settings.logs / "postgresql.log").read_bytes()
    lines = [json.loads(row[0]) for row in ballots]
    nonces = [line.get("ballot", line)["nonce"] for line in lines]
    assert {said.count(nonce.encode()) for nonce in nonces} == {1}


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
        await town.admin.fetchval("select pg_xact_commit_timestamp(xmin) from box.gate limit 1")

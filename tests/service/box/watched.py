"""Votes under the eyes of a superuser: who came in which order, what they did, what was seen."""

import json
import random
from collections.abc import Awaitable, Callable
from typing import NamedTuple, TypeAlias

import asyncpg
import msgspec

from service.box.casting import Casting, cast
from service.box.gate import GateState
from service.box.opening import open_box
from service.box.slips import mark_of
from service.box.stamped import Sent, cast_stamped
from service.database import Pool
from service.database.cluster import Server
from service.database.secrets import slip_key
from service.demonstration.sealed_phone import Ask
from service.settings import Settings
from service.stamping.rights import Bearer
from service.stamping.stamping import Claim, Kind, Stamping, stamp
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
from tests.service.box.onlookers import Onlooker, Table

GRADES = ("satisfied", "fairly_satisfied", "dissatisfied", "unfamiliar")
OFFICE = Appraisee(key="window", label="便民服务中心", head="")
FORM = a_form(appraisees=(OFFICE,))
A_SHORT_FORM = {"form": FORM, "appraisees": (OFFICE,)}


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
    assert {said.count(nonce.encode()) for nonce in nonces} == {0}
    assert {said.count(nonce.encode().hex().encode()) for nonce in nonces} == {1}

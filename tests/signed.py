"""A sealed vote with several doors, for tests: people who may sign in, cards, paper."""

from collections.abc import Mapping, Sequence

from service.box.gate import GateState
from service.box.serials import serials_of, slip_of
from service.box.slips import mark_of
from service.database import Pool, transaction
from service.database.secrets import slip_key
from service.identity import phones
from service.settings import Settings
from service.stamping.rights import Bearer, Channel, NewRight, make_rights
from surveys import canonical
from surveys.electorate.eligibility import units_of
from surveys.electorate.roll import DeputyGroup, Person, Roll, WeightingGroup
from surveys.keys import SurveyKey
from surveys.manifest import SlipCount
from tests.builders import FOUR_DEPARTMENTS, SURVEY
from tests.people import LI, SUN, ZHAO
from tests.sealed import STAGES, SealedVote, a_sealed_vote, take

EVERYBODY = (ZHAO, SUN, LI)
"""Li does not rate the finance office, so everybody votes department by department."""
WHOLLY = (ZHAO, SUN)


async def a_vote_with_doors(  # what a vote is made of
    settings: Settings,
    web: Pool,
    box: Pool,
    *,
    people: Sequence[Person] = EVERYBODY,
    cards: int = 2,
    papers: int = 2,
    survey: SurveyKey = SURVEY,
    state: GateState = GateState.OPEN,
    halves: Mapping[tuple[str, str], str] | None = None,
) -> SealedVote:
    """Rights by every door, in each pile; the roll is frozen and the phones are known."""
    roll = a_roll_of(people)
    signing = [
        (person, unit) for person, units in units_of(roll, FOUR_DEPARTMENTS) for unit in units
    ]
    units = list(dict.fromkeys(unit for _, unit in signing))
    counts = tuple(
        SlipCount("deputies", unit, cards + papers + [one for _, one in signing].count(unit))
        for unit in units
    )
    vote = await a_sealed_vote(
        settings, web, box, slips=counts, survey=survey, state=GateState.PREPARED, halves=halves
    )
    key = slip_key(settings)
    drawn = [card for unit in units for card in [c for c in vote.cards if c.unit == unit][:cards]]
    made = [
        *(
            NewRight(Channel.SIGNIN, Bearer(person=person.key), person.weighting, unit)
            for person, unit in signing
        ),
        *(
            NewRight(
                Channel.SLIP, Bearer(slip=mark_of(key, survey, card.code)), card.group, card.unit
            )
            for card in drawn
        ),
        *(
            NewRight(
                Channel.PAPER,
                Bearer(slip=mark_of(key, survey, slip_of(key, survey, serial).code)),
                "deputies",
                unit,
            )
            for unit in units
            for serial in serials(settings, vote, unit, papers)
        ),
    ]
    async with transaction(web) as conn:
        await make_rights(conn, survey, made)
        await conn.execute(
            "update registrar.evaluation set roll = $2 where survey_id = $1",
            *(survey, canonical.encode(roll).decode()),
        )
        await enrol(conn, settings, people)
    vote = SealedVote(vote.manifest, vote.digest, vote.box, drawn)
    for stage in STAGES[state][1:]:
        await take(web, box, vote, stage)
    return vote


def serials(settings: Settings, vote: SealedVote, unit: str = "", number: int = 2) -> list[str]:
    """The serials printed for one pile."""
    return serials_of(slip_key(settings), vote.digest, SlipCount("deputies", unit, number))


def a_roll_of(people: Sequence[Person]) -> Roll:
    groups = dict.fromkeys(person.group for person in people)
    return Roll(
        groups=tuple(DeputyGroup(key=key, label=f"{key}组") for key in groups),
        weightings=(WeightingGroup(key="deputies", label="代表"),),
        people=tuple(people),
    )


async def enrol(conn: object, settings: Settings, people: Sequence[Person]) -> None:
    """Put people with their phones on the current roll of the town."""
    for at, group in enumerate(dict.fromkeys(person.group for person in people)):
        await conn.execute(  # type: ignore[attr-defined]
            "insert into registrar.deputy_group values ('laochang', $1, $1, $2)"
            " on conflict do nothing",
            group,
            at,
        )
    await conn.execute(  # type: ignore[attr-defined]
        "insert into registrar.weighting_group values ('laochang', 'deputies', '代表', 1)"
        " on conflict do nothing"
    )
    for person in people:
        await conn.execute(  # type: ignore[attr-defined]
            "insert into registrar.person (town_id, person_id, name, bodies, group_id, weighting,"
            " phone_mark, phone_sealed) values ('laochang', $1, $2, '{deputy}', $3, 'deputies',"
            " $4, $5) on conflict do nothing",
            *(person.key, person.name, person.group),
            *(phones.mark_of(settings, person.phone), phones.seal(settings, person.phone)),
        )

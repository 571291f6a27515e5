"""Whoever takes stamps in another's name stands in the register under that name, for all to see."""

from service.box.slips import mark_of
from service.database import Pool, transaction
from service.database.cluster import Server
from service.database.secrets import slip_key
from service.settings import Settings
from service.stamping.rights import Bearer, count_stamps, look_at_people
from service.stamping.stamping import Claim, Kind, Stamping, open_stamping, stamp
from surveys.keys import WHOLE
from tests.builders import SURVEY
from tests.people import SUN, ZHAO
from tests.sealed import SealedVote
from tests.service.boards.conftest import Browser
from tests.service.boards.entry.entrance import sign_in
from tests.service.stamping.test_stamping import blinded
from tests.signed import WHOLLY, a_vote_with_doors


async def take_both(stamping: Stamping, bearer: Bearer) -> None:
    claim = Claim(survey=SURVEY, unit=WHOLE, bearer=bearer)
    for kind in (Kind.INNER, Kind.OUTER):
        await stamp(stamping, claim, kind=kind, blinded=blinded())


async def test_the_register_is_as_long_as_the_stamps_and_shows_who_never_came(
    browser: Browser, settings: Settings, database: Server, web_pool: Pool, box_pool: Pool
) -> None:
    """F028: an insider votes for Sun, who stayed at home; Sun and the scrutineers see it."""
    vote: SealedVote = await a_vote_with_doors(settings, web_pool, box_pool, people=WHOLLY)
    slip = mark_of(slip_key(settings), SURVEY, vote.codes()[0])
    async with open_stamping(settings, database) as stamping:
        await take_both(stamping, Bearer(person=SUN.key))
        await take_both(stamping, Bearer(slip=slip))
    async with transaction(web_pool) as conn:
        register = await look_at_people(conn, SURVEY)
        (given,) = await count_stamps(conn, SURVEY)
    assert register == {SUN.key: True, ZHAO.key: False}
    assert given.outer_stamps == sum(register.values()) + len([slip])
    await sign_in(browser, settings, web_pool, SUN)
    assert "您已领票" in (await browser.get(f"/j/{SURVEY}")).text

"""The page on which a published poll is put beside an evaluation, and taken away again."""

import contextlib
from functools import partial
from typing import Final

from litestar import Response, get, post
from litestar.params import FromPath, RawBody
from litestar.response import Redirect

from service.boards.appraisals import quoting, store
from service.boards.appraisals.answers import HERE
from service.boards.appraisals.quoting import Named
from service.boards.appraisals.quoting_view import Choosing, Stands, VotersView, choose
from service.database import Connection, transaction
from service.dossier.steps import carry_out
from service.dossier.visits import Visit, deed_of
from service.identity.guards import Signed
from service.identity.roles import Office
from service.web import pages
from service.web.asking import AnyRequest
from service.web.fields import Fields, one, read_fields, whole, words
from service.web.resources import Conn, Reach
from surveys.questionnaire.texts import clean
from surveys.quotation.matching import Topic, topics
from surveys.quotation.quoted import Source
from surveys.refusals import Refusal

_PLACE: Final = "place:"
"""Before the key of a department, the number of its place; 0 or nothing for none."""
_LONGEST: Final = 40
"""Letters of a survey's key."""
_MENDED_HERE: Final = frozenset({"quotation.nothing_chosen", "quotation.place_twice"})


@get("/{survey:str}/voters")
async def show_voters(
    survey: FromPath[str], request: AnyRequest, conn: Conn, session: Signed, reach: Reach
) -> Response[str]:
    """What stands beside it now, and which polls could."""
    row = await store.find(conn, session.town, survey)
    poll, key = (
        clean(request.query_params.get(name, ""), lines=False) for name in ("poll", "topic")
    )
    choosing = None
    if poll:
        source = await quoting.find_poll(conn, session.town, poll)
        topic = _find_topic(source, row, key)
        choosing = choose(row.plan.read(), poll, topic, title=source.manifest.title)
    return await _show(Visit(conn, session, reach), row, choosing)


@post("/{survey:str}/voters", status_code=200)
async def put_beside(
    survey: FromPath[str], body: RawBody, session: Signed, reach: Reach
) -> Response[str] | Redirect:
    """Keep what was looked at, or take away what stands there."""
    fields, deed = read_fields(body), deed_of(session, survey)

    async def act() -> Response[str] | Redirect:
        async with transaction(reach.registrar) as conn:
            if one(fields, "act") == "take-away":
                await quoting.take_away(conn, deed)
            else:
                row = await store.find(conn, session.town, survey)
                await quoting.name_poll(conn, deed, await _read(conn, row, fields))
        return Redirect(f"{HERE}/{survey}/voters", status_code=303)

    return await carry_out(session, reach, act=act(), say_no=partial(_say_no, survey, fields))


async def _read(conn: Connection, row: store.EvaluationRow, fields: Fields) -> Named:
    """The topic that was shown, and a place for each department that has one."""
    poll = words(fields, "poll", _LONGEST)
    topic = _find_topic(await quoting.find_poll(conn, row.town_id, poll), row, one(fields, "topic"))
    most = len(topic.places)
    typed = {
        each.key: whole(fields, f"{_PLACE}{each.key}", most=most)
        for each in row.plan.read().appraisees
    }
    return Named(poll, topic, {key: topic.places[at - 1] for key, at in typed.items() if at})


def _find_topic(source: Source, row: store.EvaluationRow, key: str) -> Topic:
    found = topics(source.manifest.form, row.plan.read().appraisees)
    topic = next((topic for topic in found if topic.key == key), None)
    if topic is None:
        raise Refusal("request.unknown_page")
    return topic


async def _say_no(
    survey: str, fields: Fields, visit: Visit, refusal: Refusal
) -> Response[str] | Redirect:
    """Beside what was chosen, where it can be chosen better."""
    row, choosing = await store.find(visit.conn, visit.session.town, survey), None
    if refusal.code in _MENDED_HERE:
        named = await _read(visit.conn, row, fields)
        title = (await quoting.find_poll(visit.conn, row.town_id, named.poll)).manifest.title
        choosing = choose(
            row.plan.read(), named.poll, named.topic, title=title, chosen=named.places
        )
    return await _show(visit, row, choosing, refusal)


async def _show(
    visit: Visit,
    row: store.EvaluationRow,
    choosing: Choosing | None,
    refused: Refusal | None = None,
) -> Response[str]:
    conn, session, _ = visit
    quotation = None
    with contextlib.suppress(Refusal):  # of another release: it can be taken away all the same
        quotation = await quoting.read_quotation(conn, row.town_id, row.survey_id)
    stands = await quoting.find_quotation.maybe(conn, row.town_id, row.survey_id)
    polls = await quoting.list_polls.all(conn, row.town_id)
    view = VotersView.of(row, polls, Stands(stands, quotation), choosing=choosing)
    writes = session.office is Office.SECRETARY
    return pages.answer("console/voters.html", refused, view=view, session=session, writes=writes)


ROUTES: Final = (show_voters, put_beside)

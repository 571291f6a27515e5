"""Filling in a questionnaire on trial (试填): what a voter would be told; nothing is kept."""

import asyncio
from typing import Final

from litestar import Response, get, post
from litestar.params import FromPath, RawBody

from service.boards.questionnaires import actions
from service.boards.questionnaires.store import VersionRow
from service.boards.questionnaires.view import HERE
from service.identity.guards import Signed
from service.identity.sessions import Session
from service.web import pages
from service.web.fields import Fields, read_fields
from service.web.resources import Conn
from service.web.views.trial import trial
from surveys import canonical
from surveys.questionnaire.form import Questionnaire
from surveys.questionnaire.paste.reading import parse


@get("/{key:str}/try/{version:int}")
async def ask_to_try(
    key: FromPath[str], version: FromPath[int], conn: Conn, session: Signed
) -> Response[str]:
    """The form as a voter meets it."""
    row = await actions.find(conn, session.town, key, version)
    return await asyncio.to_thread(_try, session, row, None)


@post("/{key:str}/try/{version:int}", status_code=200)
async def try_out(
    key: FromPath[str], version: FromPath[int], body: RawBody, conn: Conn, session: Signed
) -> Response[str]:
    """What a voter would be told after this; nothing is kept."""
    row = await actions.find(conn, session.town, key, version)
    return await asyncio.to_thread(_try, session, row, read_fields(body))


def _try(session: Session, row: VersionRow, fields: Fields | None) -> Response[str]:
    form = canonical.decode(row.form, Questionnaire) if row.ready else parse(row.source).form
    view = trial(form, session.congress, fields)
    action = f"{HERE}/{row.questionnaire_id}/try/{row.version}"
    return pages.answer(
        "voter/trial.html",
        view.refused,
        view=view,
        session=session,
        action=action,
        back=f"{HERE}/{row.questionnaire_id}",
    )


ROUTES: Final = (ask_to_try, try_out)

"""Drawn cards (票卡) are printed once: their codes pass through here and are kept nowhere."""

import functools

from litestar import Response

from reports.document import Document
from reports.wording.downloads import CARDS
from reports.wording.jobs import say_sheets
from service.web import pages
from service.web.files import give
from service.web.press import Laid, print_now
from service.web.resources import Resources
from surveys.keys import SurveyKey


async def hand_out(
    document: Document, reach: Resources, survey: SurveyKey, *, title: str
) -> Response[bytes]:
    """The sheets of cards as a file; printed again they are other cards."""
    underway = reach.printing
    underway[survey] = Laid()
    try:
        printed = await print_now(
            document, reach.settings, functools.partial(underway.__setitem__, survey)
        )
        underway[survey] = Laid(underway[survey].pages, underway[survey].of, done=True)
    finally:
        if not underway[survey].done:
            del underway[survey]
    name = CARDS.format(title=title)
    return give(printed, name, media="application/pdf", manner="attachment")


def show_progress(reach: Resources, survey: SurveyKey, *, page: str) -> Response[str]:
    """How far the sheets are, for a page that asks again and again; `page` is of the survey."""
    laid = reach.printing.get(survey)
    return pages.show(
        "console/cards_progress.html",
        page=page,
        laid=laid,
        words=say_sheets(laid.pages, laid.of) if laid else "",
    )

"""The table of papers: from when there is one, who writes it, what the office may add to it."""

from collections.abc import Callable, Mapping
from typing import Final

from reports.document import Document
from reports.writing.board import write_board
from reports.writing.genres import Genre, write_result
from reports.writing.opinion import write_opinion
from reports.writing.own_report import write_own_report
from reports.writing.paper_ballot import write_paper_ballot
from reports.writing.reading import attach_reading
from reports.writing.rectification import Findings, write_rectification, write_reply
from reports.writing.roll_sheets import write_roll, write_sign_in
from reports.writing.rule_paper import write_rule_paper
from reports.writing.tally_sheet import write_tally_sheet
from reports.writing.voters import attach_voters
from reports.writing.years import write_years
from service.boards.documents.sheet import Sheet
from service.press.orders import Form
from surveys.appraisal.form import ballot_form
from surveys.stages import Stage
from surveys.values import Value

DISPATCH: Final = ("number", "addressee", "copies", "printed_by")


Write = Callable[[Sheet], Document]


class Paper(Value, frozen=True):
    """One kind of paper (文书)."""

    key: str
    since: Stage
    write: Write
    entries: tuple[str, ...] = ()
    each: bool = False
    """One for every appraisee."""
    official: bool = False
    """It is a draft until it is issued (签发)."""
    proves: bool = False
    """Issued, it carries the published files, so that anybody may recount from it alone."""
    forms: tuple[Form, ...] = tuple(Form)


def _rules(sheet: Sheet) -> Document:
    row = sheet.row
    return write_rule_paper(row.rules.read(), congress=row.congress, dispatch=sheet.dispatch)


def _roll(sheet: Sheet) -> Document:
    names = {each.key: each.label for each in sheet.row.plan.read().appraisees}
    return write_roll(sheet.row.roll.read(), sheet.meeting, names=names)


def _sign_in(sheet: Sheet) -> Document:
    return write_sign_in(sheet.row.roll.read(), sheet.meeting)


def _ballot(sheet: Sheet) -> Document:
    row = sheet.row
    return write_paper_ballot(
        ballot_form(row.plan.read()),
        congress=row.congress,
        dated=sheet.dated,
        rules=row.rules.read(),
    )


def _tally(sheet: Sheet) -> Document:
    row = sheet.row
    return write_tally_sheet(
        row.manifest.read(),
        row.count.read(),
        place=sheet.entry("place"),
        opening=row.opening.maybe() or "",
    )


def _result(genre: Genre) -> Write:
    def write(sheet: Sheet) -> Document:
        return attach_voters(
            _official(sheet, genre), sheet.row.manifest.read(), sheet.row.voters.maybe()
        )

    return write


def _official(sheet: Sheet, genre: Genre) -> Document:
    """The result and nothing beside it."""
    return write_result(
        sheet.row.manifest.read(),
        sheet.row.result.read(),
        genre=genre,
        fingerprint=sheet.row.result_fingerprint(),
        dispatch=sheet.dispatch,
    )


def _notice(sheet: Sheet) -> Document:
    """As it was published: with the reading behind it, and the voters behind that."""
    row, notice = sheet.row, _official(sheet, Genre.NOTICE)
    manifest, reading = row.manifest.read(), row.reading.maybe()
    if reading is not None:
        count = row.result.read().count
        notice = attach_reading(notice, manifest, count=count, reading=reading)
    return attach_voters(notice, manifest, row.voters.maybe())


def _board(sheet: Sheet) -> Document:
    row = sheet.row
    address = f"{sheet.address}/results/{row.survey_id}"
    return write_board(row.manifest.read(), row.result.read(), address=address)


def _opinion(sheet: Sheet) -> Document:
    row = sheet.row
    return write_opinion(
        row.manifest.read(), row.result.read(), sheet.appraisee, dispatch=sheet.dispatch
    )


def _years(sheet: Sheet) -> Document:
    return write_years(sheet.course, dispatch=sheet.dispatch)


def _own_report(sheet: Sheet) -> Document:
    return write_own_report(
        sheet.course,
        sheet.appraisee,
        comments=sheet.lines("comments"),
        dispatch=sheet.dispatch,
        voters=sheet.row.voters.maybe(),
    )


def _rectification(sheet: Sheet) -> Document:
    row = sheet.row
    return write_rectification(
        row.manifest.read(),
        row.result.read(),
        sheet.appraisee,
        findings=Findings(sheet.lines("problems")),
        dispatch=sheet.dispatch,
    )


def _reply(sheet: Sheet) -> Document:
    return write_reply(
        sheet.row.manifest.read(),
        sheet.appraisee,
        findings=Findings(sheet.lines("problems")),
        dispatch=sheet.dispatch,
    )


_BEFORE: Final = Stage.PREPARED
_AFTER: Final = Stage.PUBLISHED
_ON_PAPER: Final = (Form.PDF, Form.DOCX)

_TABLE: Final = (
    Paper("rules", _BEFORE, _rules, DISPATCH, official=True, forms=_ON_PAPER),
    Paper("roll", _BEFORE, _roll),
    Paper("sign-in", _BEFORE, _sign_in, ("place",)),
    Paper("ballot", _BEFORE, _ballot, forms=_ON_PAPER),
    Paper("tally", Stage.COUNTED, _tally, ("place",)),
    Paper("notice", _AFTER, _notice, ("number",), official=True, proves=True),
    Paper("circular", _AFTER, _result(Genre.CIRCULAR), DISPATCH, official=True, proves=True),
    Paper("posting", _AFTER, _result(Genre.POSTING), ("number",), official=True, proves=True),
    Paper("board", _AFTER, _board, forms=_ON_PAPER, official=True),
    Paper("years", _AFTER, _years),
    Paper("opinion", _AFTER, _opinion, DISPATCH, each=True, official=True),
    Paper("own-report", _AFTER, _own_report, (*DISPATCH, "comments"), each=True, official=True),
    Paper(
        "rectification", _AFTER, _rectification, (*DISPATCH, "problems"), each=True, official=True
    ),
    Paper("reply", _AFTER, _reply, ("problems",), each=True),
)

PAPERS: Final[Mapping[str, Paper]] = {paper.key: paper for paper in _TABLE}
"""Every paper there is, in the order in which they come."""

_COURSE: Final = tuple(Stage)


def is_there(paper: Paper, stage: Stage) -> bool:
    """Whether a paper can be written at this stage; a void evaluation has none.

    >>> [is_there(PAPERS["tally"], stage) for stage in (Stage.OPEN, Stage.COUNTED, Stage.VOID)]
    [False, True, False]
    """
    return stage is not Stage.VOID and _COURSE.index(stage) >= _COURSE.index(paper.since)

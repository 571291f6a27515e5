"""Remarks become what the page of a paper shows of them, each with what may be done to it."""

from collections.abc import Sequence

from reports.wording.papers import REMARKS
from reports.wording.remarks import say_traces
from service.boards.documents.composing import Draft
from service.boards.documents.remarks import QUOTES, Remark, Verdict, is_small
from surveys.tally.remarks import traces
from surveys.values import Value


class RemarkView(Value, frozen=True):
    """One remark."""

    number: int
    words: str
    said: str
    """What was decided; empty before anybody did."""
    decidable: bool
    fit: bool
    warning: str = ""
    """What in it may show a person: a name of the roll, a telephone."""


class RemarksView(Value, frozen=True):
    """The part of `console/paper.html` that offers remarks; empty for papers that quote nobody."""

    remarks: tuple[RemarkView, ...] = ()
    waiting: int = 0
    fit: int = 0
    small: bool = False
    """Too few ballots came back: a remark might show its writer."""

    @classmethod
    def of(cls, remarks: Sequence[Remark], draft: Draft) -> "RemarksView":
        """Of a paper that is still written."""
        quotes = QUOTES in draft.wanted.paper.entries and draft.issued_at is None
        if not quotes:
            return cls()
        verdicts = [each.verdict for each in remarks]
        names = [person.name for person in draft.row.roll.read().people]
        return cls(
            tuple(_view(each, names) for each in remarks),
            waiting=verdicts.count(None),
            fit=verdicts.count(Verdict.FIT),
            small=is_small(draft.row, draft.wanted.appraisee),
        )


def _view(remark: Remark, names: Sequence[str]) -> RemarkView:
    return RemarkView(
        remark.number,
        remark.words,
        said=REMARKS[remark.verdict.value] if remark.verdict else "",
        decidable=remark.verdict is not Verdict.TAKEN,
        fit=remark.verdict is Verdict.FIT,
        warning=say_traces(traces(remark.words, names)),
    )

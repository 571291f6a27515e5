"""The last part of an address becomes a paper, where this evaluation has it."""

from typing import Final

from reports.wording.papers import SINCE
from service.boards.documents.papers import PAPERS, Paper, is_there
from service.boards.documents.store import AppraisedRow
from surveys.keys import AppraiseeKey
from surveys.refusals import Refusal
from surveys.values import Value

EACH: Final = "~"
"""Between the key of a paper and the appraisee it is for."""


class Wanted(Value, frozen=True):
    """A paper, and the appraisee it is for."""

    paper: Paper
    appraisee: AppraiseeKey = ""

    @property
    def key(self) -> str:
        """How addresses and tables name it."""
        return f"{self.paper.key}{EACH}{self.appraisee}" if self.appraisee else self.paper.key


def find_wanted(row: AppraisedRow, name: str) -> Wanted:
    """The paper that an address names, if this evaluation has it."""
    key, _, appraisee = name.partition(EACH)
    paper = PAPERS.get(key)
    known = {each.key for each in row.plan.read().appraisees}
    if paper is None or paper.each != bool(appraisee) or (appraisee and appraisee not in known):
        raise Refusal("request.unknown_page")
    if not is_there(paper, row.stage):
        raise Refusal("paper.not_yet", when=SINCE[paper.since.value])
    return Wanted(paper, appraisee)

"""The papers of an evaluation become a list: those there are, and when the others come."""

from collections.abc import Iterable, Mapping

from reports.wording.papers import PAPERS, SINCE
from service.boards.documents import papers
from service.boards.documents.papers import Paper
from service.boards.documents.store import AppraisedRow, BegunRow
from service.boards.documents.wanted import EACH
from surveys.values import Value


class Link(Value, frozen=True):
    """One paper in the list."""

    key: str
    label: str
    state: str
    """`issued`, `begun`, `draft`, or `form` for one that nobody issues."""


class Kind(Value, frozen=True):
    """One kind of paper in the list."""

    title: str
    about: str
    since: str
    """When it comes; empty if it is there."""
    links: tuple[Link, ...]
    issued: int


def kinds_of(row: AppraisedRow, begun: Iterable[BegunRow]) -> tuple[Kind, ...]:
    """Every kind of paper: those there are, then those to come."""
    known = {each.document: each for each in begun}
    kinds = [_kind(row, paper, known) for paper in papers.PAPERS.values()]
    return (*(kind for kind in kinds if kind.links), *(kind for kind in kinds if not kind.links))


def _kind(row: AppraisedRow, paper: Paper, begun: Mapping[str, BegunRow]) -> Kind:
    title, about = PAPERS[paper.key]
    if not papers.is_there(paper, row.stage):
        return Kind(title, about, SINCE[paper.since.value], (), 0)
    each = [(f"{paper.key}{EACH}{a.key}", a.label) for a in row.plan.read().appraisees]
    found = each if paper.each else [(paper.key, title)]
    links = tuple(Link(key, label, _state(paper, begun.get(key))) for key, label in found)
    return Kind(title, about, "", links, sum(link.state == "issued" for link in links))


def _state(paper: Paper, begun: BegunRow | None) -> str:
    if begun and begun.issued_at:
        return "issued"
    if not paper.official:
        return "form"
    return "begun" if begun else "draft"

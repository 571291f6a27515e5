"""Comments become the page they are reviewed on: a question, a heap, a page of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import urlencode

from reports.wording.polls import HEAPS, HELD_BACK, VERDICTS
from service.boards.polls.comments import Comment, Verdict
from service.boards.polls.store import PollRow
from surveys.stages import Stage
from surveys.values import Value

PAGE: Final = 20
OPEN: Final = "open"
"""The heap of those nobody has decided about."""
ALL: Final = "all"


class Asked(Value, frozen=True):
    """Which comments the page was asked for."""

    question: str = ""
    heap: str = ""
    """Empty: of what waits, or of everything once nothing can be decided any more."""
    page: int = 1

    @classmethod
    def of(cls, *, question: str, heap: str, page: str) -> "Asked":
        """From an address or a form; what is none of ours is the beginning."""
        number = int(page[:6]) if page.isascii() and page.isdigit() else 1
        return cls(question[:100], heap if heap in HEAPS else "", max(1, number))

    @property
    def address(self) -> str:
        """The query that leads back here."""
        return urlencode({"question": self.question, "heap": self.heap, "page": self.page})


class Heap(Value, frozen=True):
    """One choice among comments, how many are in it, and where it is."""

    label: str
    number: int
    address: str
    here: bool


class Shown(Value, frozen=True):
    """One comment on the desk."""

    number: int
    words: str
    verdict: str
    said: str
    redacted: str
    actor: str


class CommentsView(Value, frozen=True, kw_only=True):
    """`console/poll_texts.html`."""

    survey: str
    title: str
    total: int
    waiting: int
    questions: tuple[Heap, ...]
    heaps: tuple[Heap, ...]
    shown: tuple[Shown, ...]
    held_back: str
    """Why nothing of this question is published, if that is so."""
    asked: Asked
    pages: int
    before: str
    after: str
    decidable: bool
    published: bool


def lay_out(row: PollRow, comments: Sequence[Comment], asked: Asked) -> CommentsView:
    """The page; without a question, of the first that somebody wrote to."""
    decidable = row.stage is Stage.COUNTED
    chosen = asked.heap or (OPEN if decidable else ALL)
    titles = {question.key: question.title for question in row.plan.read().form.questions()}
    written = [key for key in titles if any(each.question == key for each in comments)]
    question = asked.question if asked.question in written else next(iter(written), "")
    own = [each for each in comments if each.question == question]
    heap = [each for each in own if chosen in {ALL, _heap(each)}]
    pages = max(1, -(-len(heap) // PAGE))
    page = min(asked.page, pages)
    here = Asked(question, chosen, page)
    minimum = row.manifest.read().minimum
    return CommentsView(
        survey=row.survey_id,
        title=row.title,
        total=len(comments),
        waiting=sum(each.verdict is None for each in comments),
        questions=_questions({key: titles[key] for key in written}, comments, question),
        heaps=_heaps(own, here),
        shown=tuple(_show(each) for each in heap[(page - 1) * PAGE : page * PAGE]),
        held_back=HELD_BACK.format(minimum=minimum) if 0 < len(own) < minimum else "",
        asked=here,
        pages=pages,
        before=Asked(question, chosen, page - 1).address if page > 1 else "",
        after=Asked(question, chosen, page + 1).address if page < pages else "",
        decidable=decidable,
        published=row.stage is Stage.PUBLISHED,
    )


def _questions(
    titles: Mapping[str, str], comments: Sequence[Comment], here: str
) -> tuple[Heap, ...]:
    """Questions somebody wrote to."""
    numbers = Counter(each.question for each in comments)
    return tuple(
        Heap(title, numbers[key], Asked(key).address, key == here) for key, title in titles.items()
    )


def _heaps(own: Sequence[Comment], here: Asked) -> tuple[Heap, ...]:
    """What one question's comments are sorted into."""
    numbers = Counter(_heap(each) for each in own)
    numbers[ALL] = len(own)
    return tuple(
        Heap(label, numbers[name], Asked(here.question, name).address, name == here.heap)
        for name, label in HEAPS.items()
    )


def _heap(comment: Comment) -> str:
    if comment.verdict is None:
        return OPEN
    return "left_out" if comment.verdict is Verdict.LEFT_OUT else "released"


def _show(comment: Comment) -> Shown:
    verdict = comment.verdict.value if comment.verdict else ""
    return Shown(
        number=comment.number,
        words=comment.words,
        verdict=verdict,
        said=VERDICTS.get(verdict, ""),
        redacted=comment.redacted,
        actor=comment.actor,
    )

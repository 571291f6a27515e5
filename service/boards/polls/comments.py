"""What people wrote in a poll, and what a person decided about each before any of it is published.

The words as written stay where they were kept when the box was counted; a decision adds a row.
"""

import enum
from collections.abc import Mapping, Sequence
from typing import Final

from service.boards.polls import store
from service.database import Connection
from service.dossier.deeds import Deed, record
from service.dossier.files import read_file
from surveys import canonical
from surveys.keys import QuestionKey
from surveys.questionnaire.texts import clean
from surveys.refusals import Refusal
from surveys.stages import Stage
from surveys.values import Value

TEXTS: Final = "texts.json"
"""Everything written, in the order drawn when the box was opened; public nowhere."""
LONGEST: Final = 2000


class Verdict(enum.Enum):
    """What becomes of a comment."""

    ACCEPTED = "accepted"  # 原样公布
    REDACTED = "redacted"  # 改写后公布
    LEFT_OUT = "left_out"  # 不公布


class Written(Value, frozen=True):
    """Something written, and the question it answers."""

    question: QuestionKey
    words: str


class Comment(Value, frozen=True):
    """One comment, its place among all, and what stands of it."""

    number: int
    question: QuestionKey
    words: str
    verdict: Verdict | None = None
    redacted: str = ""
    actor: str = ""

    @property
    def published(self) -> str:
        """The words that may be published; none before somebody agreed to them."""
        match self.verdict:
            case Verdict.ACCEPTED:
                return self.words
            case Verdict.REDACTED:
                return self.redacted
            case _:
                return ""


async def read_comments(conn: Connection, town: str, survey: str) -> tuple[Comment, ...]:
    """Everything written in a poll, with the latest decision about it."""
    kept = await read_file.find(conn, town, survey, TEXTS)
    reviews = {r.number: r for r in await store.read_comment_reviews.all(conn, town, survey)}
    written = canonical.decode(kept.content, list[Written])
    return tuple(
        _comment(number, each, reviews.get(number)) for number, each in enumerate(written, start=1)
    )


def _comment(number: int, written: Written, review: store.CommentReviewRow | None) -> Comment:
    if review is None:
        return Comment(number, written.question, written.words)
    return Comment(
        number=number,
        question=written.question,
        words=written.words,
        verdict=Verdict(review.verdict),
        redacted=review.words or "",
        actor=review.actor,
    )


def choose(
    comments: Sequence[Comment], answered: Mapping[QuestionKey, int], *, minimum: int
) -> dict[QuestionKey, tuple[str, ...]]:
    """What is published: reviewed, each wording once, and only where enough people wrote."""
    chosen: dict[QuestionKey, dict[str, None]] = {}
    for each in comments:
        if each.published and answered.get(each.question, 0) >= minimum:
            chosen.setdefault(each.question, {})[each.published] = None
    return {question: tuple(words) for question, words in chosen.items()}


async def review(
    conn: Connection, deed: Deed, number: int, verdict: Verdict, *, words: str = ""
) -> None:
    """Decide about one comment; once the poll is published nothing is decided any more."""
    row = await store.lock(conn, deed.town, deed.survey)
    if row.stage is not Stage.COUNTED:
        raise Refusal("stage.not_from_here", here=row.stage, there="review")
    if number not in {each.number for each in await read_comments(conn, deed.town, deed.survey)}:
        raise Refusal("request.unknown_page")
    redacted = clean(words, lines=True)[:LONGEST] if verdict is Verdict.REDACTED else None
    if redacted == "":
        raise Refusal("poll.no_redaction")
    await store.add_comment_review.run(
        conn,
        *(deed.town, deed.survey, number, deed.now, deed.actor, verdict.value, redacted),
    )
    await record(conn, deed, "review-comment", f"#{number}")

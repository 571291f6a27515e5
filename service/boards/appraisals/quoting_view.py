"""Published polls and an evaluation's appraisees become the page on which one is put beside it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from reports.document import Paragraph, Table
from reports.wording.voters import BY_NAME, BY_NOTHING, OTHER_NAME, say_matched
from service.boards.appraisals.quoting import OPEN_TO, ListedPollRow, QuotationRow
from service.boards.appraisals.store import EvaluationRow
from service.clock import to_the_minute
from service.web.views.voters import told_blocks
from surveys.appraisal.plan import Appraisee, Plan
from surveys.keys import AppraiseeKey
from surveys.quotation.matching import Place, Topic, match, topics
from surveys.quotation.quoted import Quotation
from surveys.stages import Stage
from surveys.values import Value


class TopicLine(Value, frozen=True):
    """One thing a poll asks, and how much of the plan it names."""

    key: str
    words: str


class PollLine(Value, frozen=True):
    """A published poll in the list."""

    poll: str
    title: str
    when: str
    topics: tuple[TopicLine, ...]


class Row(Value, frozen=True):
    """One department, the place that is chosen for it, and why."""

    key: str
    label: str
    chosen: int
    """Which place, counted from 1; 0 for none."""
    why: str


class Choosing(Value, frozen=True, kw_only=True):
    """One topic of one poll: for each department its place, before it is kept."""

    poll: str
    title: str
    topic: str
    asked: str
    answers: tuple[str, ...]
    places: tuple[str, ...]
    rows: tuple[Row, ...]
    left: tuple[str, ...]
    """Asked about, and nobody's by name."""


class Stands(NamedTuple):
    """What stands beside it; without a quotation where another release wrote it otherwise."""

    row: QuotationRow | None
    quotation: Quotation | None


class VotersView(Value, frozen=True, kw_only=True):
    """`console/voters.html`."""

    survey: str
    title: str
    draft: bool
    open: bool
    polls: tuple[PollLine, ...]
    choosing: Choosing | None
    blocks: tuple[Paragraph | Table, ...]
    quoted: str
    """The key of the poll that stands beside it; empty for none."""
    name: str

    @classmethod
    def of(
        cls,
        row: EvaluationRow,
        polls: Sequence[ListedPollRow],
        stands: Stands,
        *,
        choosing: Choosing | None,
    ) -> "VotersView":
        """What stands beside it as its papers will say it, and what else could."""
        plan, stage = row.plan.read(), row.stage
        names = {each.key: each.label for each in plan.appraisees}
        return cls(
            survey=row.survey_id,
            title=row.title,
            draft=stage is Stage.DRAFTED,
            open=stage in OPEN_TO,
            polls=tuple(_line(poll, plan) for poll in polls) if stage in OPEN_TO else (),
            choosing=choosing,
            blocks=told_blocks(names, stands.quotation) if stands.quotation else (),
            quoted=stands.row.poll_id if stands.row else "",
            name=stands.row.title if stands.row else "",
        )


def _line(poll: ListedPollRow, plan: Plan) -> PollLine:
    found = topics(poll.manifest.read().form, plan.appraisees)
    return PollLine(
        poll.survey_id,
        poll.title,
        to_the_minute(poll.published_at),
        tuple(TopicLine(topic.key, _say(topic, plan)) for topic in found),
    )


def _say(topic: Topic, plan: Plan) -> str:
    matched = match(topic, plan.appraisees)
    return say_matched(_asked(topic), len(matched), len(plan.appraisees))


def _asked(topic: Topic) -> str:
    return topic.title or "；".join(place.label for place in topic.places)


def choose(
    plan: Plan,
    poll: str,
    topic: Topic,
    *,
    title: str,
    chosen: Mapping[AppraiseeKey, Place] | None = None,
) -> Choosing:
    """By name; or as somebody chose who was refused."""
    matched = match(topic, plan.appraisees)
    taken = matched if chosen is None else chosen
    named = set(matched.values())
    return Choosing(
        poll=poll,
        title=title,
        topic=topic.key,
        asked=_asked(topic),
        answers=tuple(option.label for option in topic.answers),
        places=tuple(place.label for place in topic.places),
        rows=tuple(_rows(plan.appraisees, topic, matched, taken)),
        left=tuple(place.label for place in topic.places if place not in named),
    )


def _rows(
    appraisees: Sequence[Appraisee],
    topic: Topic,
    matched: Mapping[AppraiseeKey, Place],
    taken: Mapping[AppraiseeKey, Place],
) -> Iterator[Row]:
    for each in appraisees:
        place = taken.get(each.key)
        chosen = topic.places.index(place) + 1 if place in topic.places else 0
        yield Row(each.key, each.label, chosen, _why(each, topic, matched))


def _why(appraisee: Appraisee, topic: Topic, matched: Mapping[AppraiseeKey, Place]) -> str:
    """The same key under another name is told, and never taken for a match."""
    if appraisee.key in matched:
        return BY_NAME
    other = [place.label for place in topic.places if appraisee.key in place.part[:1]]
    return OTHER_NAME.format(label=other[0]) if other else BY_NOTHING

"""A made-up poll of a hundred and some people in four village groups, counted and protected."""

from collections.abc import Iterator
from functools import partial
from random import Random
from typing import Any

from service.boards.polls.protecting import protect
from surveys.electorate.roll import WeightingGroup
from surveys.keys import WHOLE
from surveys.manifest import PROTOCOL, SlipCount
from surveys.poll import Frame, Holder, PollManifest, Stratum
from surveys.questionnaire.answer import (
    Answer,
    Answers,
    Choice,
    Choices,
    Marks,
    Order,
    Points,
    Quantity,
)
from surveys.questionnaire.form import shows
from surveys.questionnaire.questions import (
    GradeMatrix,
    LongText,
    MultipleChoice,
    Number,
    Question,
    Ranking,
    Scale,
    ShortText,
    SingleChoice,
)
from surveys.tally.poll_conclusion import Times, conclude
from surveys.tally.poll_count import count
from surveys.tally.poll_results import GroupTurnout, PollCount, PollResult
from tests.polls import POLL, a_poll_ballot, a_poll_form, a_poll_manifest

CARDS = {
    "upper": ("上寨村第一小组", 60, 49),
    "lower": ("下寨村第二小组", 60, 44),
    "river": ("马鹿塘村河边小组", 30, 24),
    "hill": ("坡头村小组", 8, 4),
}
"""Group → its name, cards given, cards returned."""


def the_poll(**changes: Any) -> PollManifest:
    """Twenty questions of every kind, a card for each household."""
    groups = tuple(WeightingGroup(key, label) for key, (label, _, _) in CARDS.items())
    strata = tuple(Stratum(key, cards, cards) for key, (_, cards, _) in CARDS.items())
    ready = {
        "form": a_poll_form(),
        "groups": groups,
        "slips": tuple(SlipCount(key, WHOLE, cards) for key, (_, cards, _) in CARDS.items()),
        "frame": Frame(holder=Holder.HOUSEHOLD, strata=strata),
        "title": "便民服务和村庄环境民意调查",
    }
    return a_poll_manifest(**{**ready, **changes})


def the_poll_result(manifest: PollManifest) -> PollResult:
    """Counted, its tables through the gate."""
    times = Times(
        "2026-09-01T08:00:00+08:00", "2026-09-15T18:00:00+08:00", "2026-09-18T10:00:00+08:00"
    )
    counted = the_poll_count(manifest)
    result = conclude(manifest, counted, times, gate=partial(protect, minimum=manifest.minimum))
    assert result.protocol == PROTOCOL
    return result


def the_poll_count(manifest: PollManifest) -> PollCount:
    """What stays inside: by group, and exact."""
    chance, groups = Random(2026), [group.key for group in manifest.groups]
    voters = [key for key in groups for _ in range(CARDS[key][2] if key in CARDS else 123)]
    ballots = [
        a_poll_ballot(_answers(manifest, chance), number=number, group=key)
        for number, key in enumerate(voters, 1)
    ]
    return PollCount(
        survey=POLL,
        manifest="a" * 64,
        sealed=len(ballots) + 2,
        sealed_root="b" * 64,
        unopened={"unreadable": 2},
        turnout=tuple(
            GroupTurnout(key, CARDS[key][1], CARDS[key][2] + (2 if key == "upper" else 0))
            if key in CARDS
            else GroupTurnout(key, 125, 125)
            for key in groups
        ),
        tally=count(ballots, manifest.form),
        texts={"slow": 2, "which": 12, "else": 21},
    )


def _answers(manifest: PollManifest, chance: Random) -> Answers:
    told: Answers = {}
    for question in manifest.form.questions():
        if shows(question, told) and (answer := _answer(question, chance)) is not None:
            told[question.key] = answer
    return told


def _answer(question: Question, chance: Random) -> Answer | None:
    match question:
        case SingleChoice(options=options):
            return Choice(options[0 if chance.random() < 0.7 else -1].key)
        case MultipleChoice(options=options, most=most):
            keys = [option.key for option in options]
            return Choices(tuple(sorted(chance.sample(keys, chance.randint(1, min(most or 2, 2))))))
        case Scale(low=low, high=high):
            return Points(low + round((high - low) * chance.betavariate(5, 2)))
        case Number():
            return Quantity(str(chance.randint(0, 30)))
        case Ranking(options=options, places=places):
            return Order(tuple(chance.sample([o.key for o in options], places or len(options))))
        case GradeMatrix():
            return Marks(marks=dict(_marks(question, chance)))
        case ShortText() | LongText():
            return None


def _marks(matrix: GradeMatrix, chance: Random) -> Iterator[tuple[str, dict[str, str | None]]]:
    for subject in matrix.subjects:
        yield (
            subject.key,
            {
                indicator.key: chance.choices(matrix.marks(), range(len(matrix.marks()), 0, -1))[0]
                for indicator in matrix.indicators
            },
        )

"""Conditions of a form become complaints where they could never decide anything."""

from collections.abc import Iterator
from typing import TypeAlias

from surveys.keys import QuestionKey
from surveys.questionnaire.complaint import Complaint, complain
from surveys.questionnaire.conditions import (
    All,
    Answered,
    AnyOf,
    AtLeast,
    AtMost,
    Chosen,
    Condition,
    Not,
    leaves,
)
from surveys.questionnaire.form import Questionnaire
from surveys.questionnaire.questions import LongText, Number, Question, Scale, ShortText
from surveys.questionnaire.reach import offered, reachable

Earlier: TypeAlias = dict[QuestionKey, Question]


def proofread_conditions(form: Questionnaire) -> Iterator[Complaint]:
    """Every condition, judged by the questions before it."""
    every = {question.key for question in form.questions()}
    earlier: Earlier = {}
    for question in form.questions():
        if question.show_if is not None:
            yield from _judge(question, earlier, every)
        earlier[question.key] = question


def _judge(question: Question, earlier: Earlier, every: set[QuestionKey]) -> Iterator[Complaint]:
    condition = question.show_if
    if condition is None:
        return
    if _hollow(condition):
        yield complain("condition.empty", question.title)
        return
    found = [c for leaf in leaves(condition) for c in _leaf(question, leaf, earlier, every)]
    yield from found
    if not found and not reachable(condition, earlier):
        yield complain("condition.unreachable", question.title)


def _hollow(condition: Condition) -> bool:
    """Nothing inside an 'all', an 'any' or a list of options: always or never met."""
    match condition:
        case All(of=parts) | AnyOf(of=parts):
            return not parts or any(_hollow(part) for part in parts)
        case Not(of=part):
            return _hollow(part)
        case Chosen(options=options):
            return not options
        case _:
            return False


def _leaf(
    question: Question,
    leaf: Chosen | AtLeast | AtMost | Answered,
    earlier: Earlier,
    every: set[QuestionKey],
) -> Iterator[Complaint]:
    if leaf.question not in every:
        yield complain("condition.unknown_question", question.title, key=leaf.question)
    elif leaf.question not in earlier:
        yield complain("condition.not_earlier", question.title)
    else:
        yield from _suits(question, leaf, earlier[leaf.question])


def _suits(
    question: Question, leaf: Chosen | AtLeast | AtMost | Answered, asked: Question
) -> Iterator[Complaint]:
    """Texts decide nothing: they lie apart from the opened ballot, so nobody could recount it."""
    options = offered(asked)
    match leaf:
        case Chosen(options=wanted) if options is not None:
            for key in wanted:
                if key not in options:
                    yield complain(
                        "condition.unknown_option", question.title, asked=asked.title, key=key
                    )
        case AtLeast() | AtMost() if isinstance(asked, Scale | Number):
            pass
        case Answered() if not isinstance(asked, ShortText | LongText):
            pass
        case _:
            yield complain("condition.unsuited", question.title, asked=asked.title)

"""Hypothesis strategies: whole forms, and answers that a voter could really give to one."""

from fractions import Fraction
from typing import Any

import msgspec
from hypothesis import strategies as st

from surveys.questionnaire.answer import (
    Answer,
    Answers,
    Choice,
    Choices,
    Marks,
    Order,
    Points,
    Quantity,
    Words,
)
from surveys.questionnaire.conditions import Answered, AtLeast, Chosen, Condition, Not
from surveys.questionnaire.form import Questionnaire, Section, shows
from surveys.questionnaire.questions import (
    GradeMatrix,
    Indicator,
    LongText,
    MultipleChoice,
    Number,
    Option,
    Question,
    Ranking,
    Scale,
    ShortText,
    SingleChoice,
    Subject,
)

NASTY = '"\\/\n\r\t\x00\x1f\x7f\u2028\u202e满意😀𠮷 a'
"""Letters that grow when written as JSON, or must not be kept at all."""


def _options(least: int = 2) -> st.SearchStrategy[tuple[Option, ...]]:
    return st.integers(least, 5).map(
        lambda n: tuple(Option(key=f"o{i}", label=f"选项{i}") for i in range(n))
    )


@st.composite
def questions(draw: st.DrawFn, number: int) -> Question:
    """One question of any kind with nothing to mend."""
    key = f"question-{number}"
    common: dict[str, Any] = {
        "key": key,
        "title": f"第{number}题",
        "required": draw(st.booleans()),
    }
    options = draw(_options())
    match draw(st.integers(0, 7)):
        case 0:
            subjects = tuple(
                Subject(key=f"s{i}", label=f"部门{i}") for i in range(draw(st.integers(1, 3)))
            )
            indicators = tuple(
                Indicator(key=f"i{i}", label=f"指标{i}") for i in range(draw(st.integers(1, 3)))
            )
            return GradeMatrix(subjects=subjects, indicators=indicators, grades=options, **common)
        case 1:
            return SingleChoice(options=options, **common)
        case 2:
            most = draw(st.none() | st.integers(1, len(options)))
            return MultipleChoice(options=options, least=1, most=most, **common)
        case 3:
            low = draw(st.integers(-100, 100))
            return Scale(low=low, high=low + draw(st.integers(1, 100)), **common)
        case 4:
            return Number(digits=draw(st.integers(0, 3)), **common)
        case 5:
            places = draw(st.none() | st.integers(1, len(options)))
            return Ranking(options=options, places=places, **common)
        case 6:
            return ShortText(longest=draw(st.integers(1, 30)), **common)
        case _:
            return LongText(longest=draw(st.integers(1, 60)), **common)


def _condition(asked: Question) -> Condition | None:
    match asked:
        case SingleChoice(options=options) | MultipleChoice(options=options):
            return Chosen(question=asked.key, options=(options[0].key,))
        case Scale(high=high):
            return AtLeast(question=asked.key, value=Fraction(high))
        case Ranking() | Number():
            return Answered(question=asked.key)
        case GradeMatrix(grades=grades):
            return Not(of=Chosen(question=asked.key, options=(grades[-1].key,)))
        case ShortText() | LongText():
            return None


@st.composite
def forms(draw: st.DrawFn) -> Questionnaire:
    """A questionnaire of one to six questions, some of them shown on a condition."""
    asked: list[Question] = []
    for number in range(draw(st.integers(1, 6))):
        question = draw(questions(number))
        if asked and draw(st.booleans()):
            condition = _condition(draw(st.sampled_from(asked)))
            question = msgspec.structs.replace(question, show_if=condition)
        asked.append(question)
    cut = draw(st.integers(1, len(asked)))
    parts = [part for part in (asked[:cut], asked[cut:]) if part]
    sections = tuple(
        Section(key=f"section-{n}", title=f"第{n}部分", questions=tuple(part))
        for n, part in enumerate(parts)
    )
    return Questionnaire(title="问卷", sections=sections)


@st.composite
def answers_to(draw: st.DrawFn, form: Questionnaire) -> Answers:
    """What a voter may send: every question shown and required is answered, others perhaps."""
    told: Answers = {}
    for question in form.questions():
        if shows(question, told) and (question.required or draw(st.booleans())):
            told[question.key] = draw(_answer(question))
    return told


def _answer(question: Question) -> st.SearchStrategy[Answer]:
    match question:
        case GradeMatrix():
            return _marks(question)
        case SingleChoice(options=options):
            return st.sampled_from(options).map(lambda option: Choice(option=option.key))
        case MultipleChoice(options=options, most=most):
            keys = [option.key for option in options]
            return st.lists(
                st.sampled_from(keys), min_size=1, max_size=most or len(keys), unique=True
            ).map(lambda chosen: Choices(options=tuple(chosen)))
        case Ranking(options=options, places=places):
            keys = [option.key for option in options]
            return st.permutations(keys).map(
                lambda order: Order(options=tuple(order[: places or len(order)]))
            )
        case Scale(low=low, high=high):
            return st.integers(low, high).map(lambda points: Points(points=points))
        case Number(digits=digits):
            return st.decimals(-999, 999, places=digits).map(
                lambda number: Quantity(number=f"{number:f}")
            )
        case ShortText(longest=longest) | LongText(longest=longest):
            return _words(longest)


def _words(longest: int) -> st.SearchStrategy[Answer]:
    letters = st.sampled_from(NASTY) | st.characters(codec="utf-8")
    return st.text(letters, max_size=longest - 1).map(lambda text: Words(words="字" + text))


@st.composite
def _marks(draw: st.DrawFn, question: GradeMatrix) -> Answer:
    mark = st.sampled_from([grade.key for grade in question.grades])
    cell = mark if question.required else mark | st.none()
    return Marks(
        marks={
            subject.key: {indicator.key: draw(cell) for indicator in question.indicators}
            for subject in question.subjects
        }
    )

"""Fields of an HTML form become answers, and back: the names a ballot page writes.

    m.<question>.<subject>.<indicator>   a grade's key
    q.<question>                         an option's key (several for a multiple choice),
                                         whole points, a number, or a text
    r.<question>.<option>                the place an option is given, 1 is best

An empty field is a blank. Fields that begin otherwise belong to the page, not to the form.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from surveys.keys import IndicatorKey, OptionKey, QuestionKey
from surveys.questionnaire.answer import (
    Answer,
    Answers,
    Choice,
    Choices,
    Mark,
    Marks,
    Order,
    Points,
    Quantity,
    Words,
)
from surveys.questionnaire.form import Questionnaire
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
from surveys.questionnaire.texts import plain_digits
from surveys.refusals import Refusal

Raw: TypeAlias = Mapping[str, Sequence[str]]
_OURS: Final = ("m.", "q.", "r.")
MOST: Final = 1900
"""Fields a ballot may fill. The door takes a few more: a page adds its own."""
_LONGEST_INTEGER: Final = 12
"""Python reads thousands of digits as one integer, slowly; nobody answers with so many."""


def cell(question: QuestionKey, subject: str, indicator: IndicatorKey) -> str:
    """The field of one cell of a matrix."""
    return f"m.{question}.{subject}.{indicator}"


def plain(question: QuestionKey) -> str:
    """The field of a question that has one."""
    return f"q.{question}"


def place(question: QuestionKey, option: OptionKey) -> str:
    """The field that gives an option its place."""
    return f"r.{question}.{option}"


def names(question: Question) -> Iterator[str]:
    """Every field a question may fill."""
    match question:
        case GradeMatrix():
            for subject in question.subjects:
                for indicator in question.indicators:
                    yield cell(question.key, subject.key, indicator.key)
        case Ranking():
            for option in question.options:
                yield place(question.key, option.key)
        case _:
            yield plain(question.key)


def count(form: Questionnaire) -> int:
    """How many fields a ballot fills at most, told without drawing one of them."""
    return sum(_most_filled(question) for question in form.questions())


def _most_filled(question: Question) -> int:
    """A page without scripts has one more for each question that is not asked of everybody."""
    asked = int(question.show_if is not None)
    match question:
        case GradeMatrix(subjects=subjects, indicators=indicators):
            return asked + len(subjects) * len(indicators)
        case Ranking(options=options):
            return asked + len(options)
        case MultipleChoice(options=options, most=most):
            return asked + (most or len(options))
        case _:
            return asked + 1


def refuse_strangers(form: Questionnaire, raw: Raw) -> None:
    """A field of ours that the form does not have was made by another form."""
    known = {name for question in form.questions() for name in names(question)}
    for name in raw:
        if name.startswith(_OURS) and name not in known:
            raise Refusal("form.unknown_question", question=name[:80])


def parse(question: Question, raw: Raw) -> Answer | None:
    """The answer in the shape of its kind, none if left open; it is not yet accepted."""
    match question:
        case GradeMatrix():
            return Marks(marks=_marks(question, raw))
        case Ranking():
            return _order(question, raw)
        case MultipleChoice():
            ticked = tuple(value for value in raw.get(plain(question.key), ()) if value)
            return Choices(options=ticked) if ticked else None
        case _:
            value = _one(question, plain(question.key), raw)
            return _parse_one(question, value) if value.strip() else None


def _parse_one(
    question: SingleChoice | Scale | Number | ShortText | LongText, value: str
) -> Answer:
    match question:
        case SingleChoice():
            return Choice(option=value)
        case Scale():
            return Points(points=_whole(question, value))
        case Number():
            return Quantity(number=plain_digits(value))
        case ShortText() | LongText():
            return Words(words=value)


def _one(question: Question, name: str, raw: Raw) -> str:
    given = [value for value in raw.get(name, ()) if value]
    if len(given) > 1:
        raise Refusal("form.too_many", question=question.title, most=1, chosen=len(given))
    return given[0] if given else ""


def _marks(question: GradeMatrix, raw: Raw) -> dict[str, dict[IndicatorKey, Mark]]:
    return {
        subject.key: {
            indicator.key: _mark(question, _one(question, name, raw))
            for indicator in question.indicators
            for name in (cell(question.key, subject.key, indicator.key),)
        }
        for subject in question.subjects
    }


def _mark(question: GradeMatrix, value: str) -> Mark:
    """A blank, a grade, or points in plain digits without leading zeros."""
    digits = plain_digits(value)
    if question.points and digits.isascii() and digits.isdigit():
        return digits.lstrip("0") or "0"
    return value or None


def _whole(question: Question, value: str) -> int:
    digits = plain_digits(value)
    unsigned = digits.removeprefix("-")
    if not unsigned.isascii() or not unsigned.isdigit() or len(unsigned) > _LONGEST_INTEGER:
        raise Refusal("form.not_a_number", question=question.title, digits=0)
    return int(digits)


def _order(question: Ranking, raw: Raw) -> Order | None:
    """Places must be 1, 2, 3 … without gap or tie: anything else is no order."""
    placed: dict[int, OptionKey] = {}
    for option in question.options:
        value = _one(question, place(question.key, option.key), raw)
        if value:
            at = _whole(question, value)
            if at in placed:
                raise Refusal("form.repeated", question=question.title)
            placed[at] = option.key
    if sorted(placed) != list(range(1, len(placed) + 1)):
        raise Refusal("form.repeated", question=question.title)
    return Order(options=tuple(placed[at] for at in sorted(placed))) if placed else None


def write(form: Questionnaire, answers: Answers) -> dict[str, list[str]]:
    """Answers as the fields that would give them; over-marked cells exist on paper only."""
    fields: dict[str, list[str]] = {}
    for question in form.questions():
        if question.key in answers:
            fields |= dict(_write(question.key, answers[question.key]))
    return fields


def _write(key: QuestionKey, answer: Answer) -> Iterator[tuple[str, list[str]]]:
    match answer:
        case Marks(marks=marks):
            for subject, row in marks.items():
                for indicator, mark in row.items():
                    if isinstance(mark, str):
                        yield cell(key, subject, indicator), [mark]
        case Order(options=options):
            for at, option in enumerate(options, start=1):
                yield place(key, option), [str(at)]
        case Choices(options=options):
            yield plain(key), list(options)
        case Choice(option=value) | Quantity(number=value) | Words(words=value):
            yield plain(key), [value]
        case Points(points=points):
            yield plain(key), [str(points)]

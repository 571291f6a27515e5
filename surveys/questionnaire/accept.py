"""One answer to one question becomes the answer as kept, or a refusal by name."""

import re
from collections.abc import Iterable
from fractions import Fraction
from typing import Final, NoReturn

from surveys.keys import IndicatorKey, OptionKey
from surveys.questionnaire.answer import (
    Answer,
    Choice,
    Choices,
    Mark,
    Marks,
    Order,
    Points,
    Quantity,
    Words,
)
from surveys.questionnaire.questions import (
    GradeMatrix,
    LongText,
    MultipleChoice,
    Number,
    Option,
    Question,
    Ranking,
    Scale,
    ShortText,
    SingleChoice,
)
from surveys.questionnaire.texts import clean, plain_digits
from surveys.refusals import Refusal

WIDEST: Final = 999_999_999_999
"""A number without bounds of its own stays within these twelve digits."""
_DECIMAL: Final = re.compile(r"(-?)0{0,40}([0-9]{1,12})(?:\.([0-9]{1,6}))?")


def accept(question: Question, answer: Answer) -> Answer:
    """The answer as kept; an answer of another kind than the question is malformed."""
    match question, answer:
        case GradeMatrix(), Marks():
            return _marks(question, answer)
        case SingleChoice(), Choice():
            return Choice(option=_known(question, question.options, (answer.option,))[0])
        case MultipleChoice(), Choices():
            return _choices(question, answer)
        case Ranking(), Order():
            return _order(question, answer)
        case Scale(), Points():
            return _points(question, answer)
        case Number(), Quantity():
            return _quantity(question, answer)
        case ((ShortText() | LongText()), Words()):
            return _words(question, answer)
        case _:
            raise Refusal("form.malformed", question=question.title)


def _known(
    question: Question, options: Iterable[Option], keys: tuple[OptionKey, ...]
) -> tuple[OptionKey, ...]:
    known = {option.key for option in options}
    for key in keys:
        if key not in known:
            raise Refusal("form.unknown_option", question=question.title, option=key[:80])
    return keys


def _distinct(question: Question, keys: tuple[OptionKey, ...]) -> None:
    if len(set(keys)) != len(keys):
        raise Refusal("form.repeated", question=question.title)


def _marks(question: GradeMatrix, answer: Marks) -> Marks:
    """Every cell of the matrix, and no other; a cell not named is blank."""
    subjects, blank = question.cells.subjects, question.cells.blank
    for subject, row in answer.marks.items():
        if subject not in subjects:
            raise Refusal("form.unknown_question", question=subject[:80])
        if not row.keys() <= blank.keys():
            raise Refusal("form.unknown_question", question=min(row.keys() - blank.keys())[:80])
    return Marks(
        marks={
            subject.key: blank | _row(question, answer.marks.get(subject.key, {}))
            for subject in question.subjects
        }
    )


def _row(question: GradeMatrix, row: dict[IndicatorKey, Mark]) -> dict[IndicatorKey, Mark]:
    if question.cells.marks.issuperset(row.values()):
        return row
    return {indicator: _mark(question, mark) for indicator, mark in row.items()}


def _mark(question: GradeMatrix, mark: Mark) -> Mark:
    match mark:
        case None:
            return None
        case str():
            return _markable(question, mark)
        case tuple():
            return _overmark(question, mark)


def _markable(question: GradeMatrix, mark: OptionKey) -> OptionKey:
    """A grade, or points exactly as the scale writes them: a box holds one spelling of a mark."""
    if mark in question.cells.marks:
        return mark
    if question.points is None:
        raise Refusal("form.unknown_option", question=question.title, option=mark[:80])
    return _out_of_range(question, low=question.points.low, high=question.points.high)


def _overmark(question: GradeMatrix, marks: tuple[OptionKey, ...]) -> tuple[OptionKey, ...]:
    """Several marks in one cell of a paper ballot, in the order of the scale."""
    known = tuple(_markable(question, mark) for mark in marks)
    _distinct(question, known)
    if len(marks) < 2:
        raise Refusal("form.malformed", question=question.title)
    given = frozenset(known)
    return tuple(mark for mark in question.marks() if mark in given)


def _in_order(options: Iterable[Option], keys: tuple[OptionKey, ...]) -> tuple[OptionKey, ...]:
    chosen = frozenset(keys)
    return tuple(option.key for option in options if option.key in chosen)


def _choices(question: MultipleChoice, answer: Choices) -> Choices:
    _distinct(question, _known(question, question.options, answer.options))
    _count(question, len(answer.options), least=max(question.least, 1), most=question.most)
    return Choices(options=_in_order(question.options, answer.options))


def _order(question: Ranking, answer: Order) -> Order:
    _distinct(question, _known(question, question.options, answer.options))
    places = question.places or len(question.options)
    _count(question, len(answer.options), least=places, most=places)
    return answer


def _count(question: Question, chosen: int, *, least: int, most: int | None) -> None:
    if chosen < least:
        raise Refusal("form.too_few", question=question.title, least=least, chosen=chosen)
    if most is not None and chosen > most:
        raise Refusal("form.too_many", question=question.title, most=most, chosen=chosen)


def _points(question: Scale, answer: Points) -> Points:
    if not question.low <= answer.points <= question.high:
        _out_of_range(question, low=question.low, high=question.high)
    return answer


def _quantity(question: Number, answer: Quantity) -> Quantity:
    written = _DECIMAL.fullmatch(plain_digits(answer.number))
    if not written or len(written[3] or "") > question.digits:
        raise Refusal("form.not_a_number", question=question.title, digits=question.digits)
    low, high = bounds(question)
    number = _spelled(written)
    if not low <= Fraction(number) <= high:
        _out_of_range(
            question, low=decimal(low, question.digits), high=decimal(high, question.digits)
        )
    return Quantity(number=number)


def _spelled(written: re.Match[str]) -> str:
    """As written, less leading zeros and the sign of a zero."""
    number = f"{int(written[2])}.{written[3]}" if written[3] else str(int(written[2]))
    return f"-{number}" if written[1] and Fraction(number) else number


def bounds(question: Number) -> tuple[Fraction, Fraction]:
    """The least and greatest number accepted."""
    low = Fraction(-WIDEST) if question.low is None else question.low
    high = Fraction(WIDEST) if question.high is None else question.high
    return max(low, Fraction(-WIDEST)), min(high, Fraction(WIDEST))


def decimal(number: Fraction, digits: int) -> str:
    """A bound with `digits` decimals; the proofreader sees to it that none is lost.

    >>> decimal(Fraction(-5, 4), 2)
    '-1.25'
    """
    units = int(number * 10**digits)
    sign = "-" if units < 0 else ""
    whole, rest = divmod(abs(units), 10**digits)
    return f"{sign}{whole}.{rest:0{digits}}" if digits else f"{sign}{whole}"


def _out_of_range(question: Question, *, low: object, high: object) -> NoReturn:
    raise Refusal("form.out_of_range", question=question.title, low=low, high=high)


def _words(question: ShortText | LongText, answer: Words) -> Words:
    words = clean(answer.words, lines=isinstance(question, LongText))
    if len(words) > question.longest:
        raise Refusal(
            "form.too_long", question=question.title, limit=question.longest, length=len(words)
        )
    return Words(words=words)

"""A question becomes the hints behind its title that make it what it is again."""

from collections.abc import Iterator, Sequence
from typing import Final

from surveys.questionnaire.paste.hints import KINDS
from surveys.questionnaire.paste.shielding import escape
from surveys.questionnaire.paste.speaking import name_option, say_number
from surveys.questionnaire.questions import (
    GradeMatrix,
    LongText,
    MultipleChoice,
    Number,
    PointScale,
    Question,
    Ranking,
    Scale,
    ShortText,
    SingleChoice,
    Subject,
)

_LONGEST: Final = {"line": 100, "text": 500}
_KEYS_OF_A_SCALE: Final = 11


def kind_name(kind: str) -> str:
    """What an author calls a kind of question.

    >>> kind_name("multiple")
    '多选'
    """
    return KINDS[kind][0]


def say_hints(question: Question, subjects: Sequence[Subject]) -> Iterator[str]:
    """Every hint, the kind first; `subjects` are those of the whole form."""
    match question:
        case GradeMatrix():
            yield from _matrix(question)
        case SingleChoice():
            yield kind_name("single")
        case MultipleChoice():
            yield from _multiple(question)
        case Scale():
            yield from _scale(question)
        case Number():
            yield from _number(question)
        case Ranking():
            yield kind_name("ranking")
            if question.places is not None:
                yield f"排前{question.places}名"
        case ShortText():
            yield from _words("line", question, subjects)
        case LongText():
            yield from _words("text", question, subjects)
    yield from _required(question)


def _required(question: Question) -> Iterator[str]:
    """Texts are optional, everything else is required: only the other thing is said."""
    if question.required is isinstance(question, ShortText | LongText):
        yield "必填" if question.required else "选填"


def _matrix(question: GradeMatrix) -> Iterator[str]:
    yield kind_name("matrix")
    if question.points:
        yield from _points(question.points)
    if question.quota:
        grade = name_option(question.grades, question.quota.option)
        quoted = grade if grade.startswith("“") else f"“{grade}”"
        yield f"{quoted}最多{question.quota.most}个部门"


def _points(points: PointScale) -> Iterator[str]:
    yield f"打分{points.low}-{points.high}"
    if points.step != 1:
        yield f"每{points.step}分一档"


def _multiple(question: MultipleChoice) -> Iterator[str]:
    yield kind_name("multiple")
    if question.least != 1:
        yield f"至少选{question.least}项"
    if question.most is not None:
        yield f"最多选{question.most}项"


def _scale(question: Scale) -> Iterator[str]:
    keys = question.high - question.low < _KEYS_OF_A_SCALE
    between = "至" if question.low < 0 or question.high < 0 else "-"
    yield f"{'量表' if keys else '打分'}{question.low}{between}{question.high}"
    if question.low_label:
        yield f"最低={escape(question.low_label)}"
    if question.high_label:
        yield f"最高={escape(question.high_label)}"


def _number(question: Number) -> Iterator[str]:
    yield kind_name("number")
    if question.low is not None:
        yield f"不小于{say_number(question.low)}"
    if question.high is not None:
        yield f"不大于{say_number(question.high)}"
    if question.digits:
        yield f"{question.digits}位小数"
    if question.unit:
        yield f"单位{escape(question.unit)}"


def _words(kind: str, question: ShortText | LongText, subjects: Sequence[Subject]) -> Iterator[str]:
    yield kind_name(kind)
    if question.longest != _LONGEST[kind]:
        yield f"最多{question.longest}字"
    if question.about is not None:
        yield f"关于{_subject(question.about, subjects)}"


def _subject(key: str, subjects: Sequence[Subject]) -> str:
    """By its name; by its key where the name leads to another."""
    label = next((subject.label for subject in subjects if subject.key == key), "")
    first = next((subject.key for subject in subjects if subject.label == label), "")
    return f"“{escape(label)}”" if label and first == key else f"“{{#{key}}}”"

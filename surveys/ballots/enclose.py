"""Answers part into a ballot's choices and the remarks beside it; how long an enclosure can be."""

from typing import Final

from surveys import canonical
from surveys.ballots.ballot import Ballot, Enclosure, Remark
from surveys.ballots.stamps import PREFIX, StampedEnclosure
from surveys.questionnaire.accept import bounds
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
from surveys.questionnaire.form import Questionnaire
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
from surveys.values import Value

_LONGEST_KEY: Final = "k" * 40
_WIDEST_LETTER: Final = "\U00020000"
"""Four bytes of UTF-8. A quotation mark, a backslash or a line end escapes to two."""
_STEP: Final = 1024
"""Lengths are rounded up to this, so that the length itself tells little about the form."""


def separate(form: Questionnaire, answers: Answers) -> tuple[Answers, tuple[Remark, ...]]:
    """Choices without texts, and the texts as remarks in the form's order."""
    texts = {key for key, answer in answers.items() if isinstance(answer, Words)}
    choices = {key: answer for key, answer in answers.items() if key not in texts}
    remarks = (_remark(question, answers.get(question.key)) for question in form.questions())
    return choices, tuple(remark for remark in remarks if remark)


def _remark(question: Question, answer: Answer | None) -> Remark | None:
    match question, answer:
        case ((ShortText() | LongText()), Words(words=words)) if words:
            return Remark(question=question.key, about=question.about, words=words)
        case _:
            return None


def rejoin(answers: Answers, remarks: tuple[Remark, ...]) -> Answers:
    """Choices and remarks of one enclosure together again: what `separate` undid."""
    return {**answers, **{remark.question: Words(words=remark.words) for remark in remarks}}


def longest_enclosure(form: Questionnaire) -> int:
    """The one length, in bytes, every enclosure of this form is padded to (`Manifest.padded`).

    It is the length of an enclosure in which everything is as long as it can be, texts of
    four-byte letters, cells over-marked as on paper, and one byte for the mark of the padding.
    """
    return _rounded(_fullest(form))


def longest_stamped(form: Questionnaire, size: int) -> int:
    """The same where voters seal on their own device; `size` is that of a stamp, in bytes."""
    fullest = _fullest(form)
    stamped = StampedEnclosure(
        ballot=fullest.ballot,
        prefix="0" * 2 * PREFIX,
        stamp="0" * 2 * size,
        remarks=fullest.remarks,
    )
    return _rounded(stamped)


def _fullest(form: Questionnaire) -> Enclosure:
    answers, remarks = separate(form, {q.key: _longest(q) for q in form.questions()})
    ballot = Ballot(
        survey=_LONGEST_KEY,
        group=_LONGEST_KEY,
        unit=_LONGEST_KEY,
        answers=answers,
        nonce="0" * 32,
    )
    return Enclosure(ballot=ballot, remarks=remarks)


def _rounded(enclosure: Value) -> int:
    size = len(canonical.encode(enclosure)) + 1
    return -(-size // _STEP) * _STEP


def _longest(question: Question) -> Answer:
    match question:
        case GradeMatrix():
            return _all_marked(question)
        case SingleChoice(options=options):
            return Choice(option=max((option.key for option in options), key=len, default=""))
        case MultipleChoice(options=options):
            return Choices(options=_keys(options))
        case Ranking(options=options):
            return Order(options=_keys(options))
        case Scale(low=low, high=high):
            return Points(points=max(low, high, key=lambda points: len(str(points))))
        case Number():
            return Quantity(number=_widest(question))
        case ShortText(longest=longest) | LongText(longest=longest):
            return Words(words=_WIDEST_LETTER * longest)


def _keys(options: tuple[Option, ...]) -> tuple[str, ...]:
    return tuple(option.key for option in options)


def _all_marked(question: GradeMatrix) -> Marks:
    # A cell of points is typed once; two scores leave room for one that was corrected on paper.
    scores = sorted(question.points.marks(), key=len)[-2:] if question.points else ()
    marks = (*_keys(question.grades), *scores)
    row = {indicator.key: marks for indicator in question.indicators}
    return Marks(marks={subject.key: dict(row) for subject in question.subjects})


def _widest(question: Number) -> str:
    """Sign, digits of the larger bound, point, decimals."""
    whole = max(abs(int(bound)) for bound in bounds(question))
    return f"-{whole}." + "0" * question.digits

"""A form becomes the list of what its author must mend before anybody may answer it."""

from collections import Counter
from collections.abc import Iterable, Iterator

from surveys import canonical
from surveys.questionnaire import fields
from surveys.questionnaire.accept import WIDEST
from surveys.questionnaire.complaint import Complaint, complain
from surveys.questionnaire.form import Questionnaire, Section, subjects
from surveys.questionnaire.proofread_conditions import proofread_conditions
from surveys.questionnaire.questions import (
    GradeMatrix,
    Indicator,
    LongText,
    MultipleChoice,
    Number,
    Option,
    PointScale,
    Question,
    Ranking,
    Scale,
    ShortText,
    SingleChoice,
    Subject,
)
from surveys.questionnaire.steps import about
from surveys.refusals import Refusal

__all__ = ["Complaint", "proofread"]


def proofread(form: Questionnaire) -> tuple[Complaint, ...]:
    """Everything to mend, in the order of the form; nothing when it is ready.

    Of a form nobody could send, nothing else is said: its cells alone may be millions.
    """
    if (number := fields.count(form)) > fields.MOST:
        return (complain("form.too_many_fields", number=number, limit=fields.MOST),)
    found = (
        *_whole(form),
        *(complaint for section in form.sections for complaint in _section(section)),
        *_about(form),
        *proofread_conditions(form),
    )
    return found or tuple(_unreadable(form))


def _whole(form: Questionnaire) -> Iterator[Complaint]:
    if not form.title.strip():
        yield complain("form.no_title")
    if not form.sections:
        yield complain("form.no_section")
    yield from _duplicates("key.duplicate", (section.key for section in form.sections))
    yield from _duplicates("key.duplicate", (question.key for question in form.questions()))
    keys = Counter(question.key for question in form.questions())
    once = (question for question in form.questions() if keys[question.key] == 1)
    names = (name for question in once for name in set(fields.names(question)))
    yield from _duplicates("question.same_field", names)


def _section(section: Section) -> Iterator[Complaint]:
    if not section.questions:
        yield complain("section.no_question", section.title or section.key)
    titles = (question.title for question in section.questions)
    yield from _duplicates("label.duplicate", titles, section.title)
    for question in section.questions:
        if not question.title.strip():
            yield complain("question.no_title", section.title, question.key)
        yield from _question(question)


def _question(question: Question) -> Iterator[Complaint]:
    match question:
        case GradeMatrix():
            yield from _matrix(question)
        case SingleChoice():
            yield from _options(question, question.options)
        case MultipleChoice():
            yield from _options(question, question.options)
            yield from _limits(question)
        case Ranking():
            yield from _options(question, question.options)
            if question.places and question.places > len(question.options) > 0:
                yield complain("ranking.places_over_options", question.title)
        case Scale():
            if question.low >= question.high or max(-question.low, question.high) > WIDEST:
                yield complain("scale.low_not_under_high", question.title)
        case Number():
            yield from _number(question)
        case ShortText() | LongText():
            pass


def _matrix(question: GradeMatrix) -> Iterator[Complaint]:
    if not question.subjects:
        yield complain("matrix.no_subject", question.title)
    if not question.indicators:
        yield complain("matrix.no_indicator", question.title)
    yield from _labelled(question, question.subjects)
    yield from _labelled(question, question.indicators)
    if question.points is None:
        yield from _options(question, question.grades)
    else:
        yield from _points(question, question.points)


def _points(question: GradeMatrix, points: PointScale) -> Iterator[Complaint]:
    if points.low >= points.high or (points.high - points.low) % points.step:
        yield complain("matrix.points", question.title)
    for grade in question.grades[:1]:
        yield complain("matrix.points_and_grades", question.title, word=grade.label)


def _options(question: Question, options: tuple[Option, ...]) -> Iterator[Complaint]:
    if not options:
        yield complain("options.none", question.title)
    if len(options) == 1:
        yield complain("options.one", question.title)
    yield from _labelled(question, options)


def _labelled(
    question: Question, parts: tuple[Option, ...] | tuple[Subject, ...] | tuple[Indicator, ...]
) -> Iterator[Complaint]:
    yield from _duplicates("key.duplicate", (part.key for part in parts), question.title)
    labels = [part.label.strip() for part in parts]
    yield from _duplicates("label.duplicate", filter(None, labels), question.title)
    if "" in labels:
        yield complain("label.empty", question.title)


def _duplicates(code: str, words: Iterable[str], *where: str) -> Iterator[Complaint]:
    for word, times in Counter(words).items():
        if times > 1:
            yield complain(code, *where, word=word, times=times)


def _limits(question: MultipleChoice) -> Iterator[Complaint]:
    most = len(question.options) if question.most is None else question.most
    if question.least > most:
        yield complain("choice.least_over_most", question.title)
    if most > len(question.options):
        yield complain("choice.most_over_options", question.title)


def _number(question: Number) -> Iterator[Complaint]:
    bounds = [bound for bound in (question.low, question.high) if bound is not None]
    if len(bounds) == 2 and bounds[0] > bounds[1]:
        yield complain("number.low_over_high", question.title)
    if any((bound * 10**question.digits).denominator != 1 for bound in bounds):
        yield complain("number.bound_too_fine", question.title, digits=question.digits)


def _about(form: Questionnaire) -> Iterator[Complaint]:
    known = subjects(form)
    for question in form.questions():
        subject = about(question)
        if subject is not None and subject not in known:
            yield complain("text.about_nobody", question.title, key=subject)


def _unreadable(form: Questionnaire) -> Iterator[Complaint]:
    """What was frozen must be read back: over-long labels and ill-formed keys are found here."""
    try:
        canonical.decode(canonical.encode(form), Questionnaire)
    except Refusal as refusal:
        yield complain("form.unreadable", detail=str(refusal.data["detail"]))

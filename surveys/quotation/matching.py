"""The form of a poll and the appraisees of an evaluation -> where the one asks about the other.

Only the same name is a match. Whatever else may belong together a person says.
"""

from collections.abc import Iterable, Iterator, Sequence

from surveys.appraisal.plan import Appraisee
from surveys.keys import AppraiseeKey, Key, QuestionKey
from surveys.questionnaire.form import Questionnaire
from surveys.questionnaire.questions import GradeMatrix, Option, SingleChoice
from surveys.values import Value


class Place(Value, frozen=True):
    """Where a poll asks about somebody: a row of a matrix, or a question of its own."""

    question: QuestionKey
    part: tuple[Key, ...]
    """Subject and indicator, as in the tables of a result; empty for a question of its own."""
    label: str
    """Whom or what it asks about, in the poll's words."""

    def names(self, appraisee: Appraisee) -> bool:
        """Whether it says this name: a row is the name, the title of a question contains it."""
        said, name = _closed(self.label), _closed(appraisee.label)
        return said == name if self.part else name in said


class Topic(Value, frozen=True):
    """One thing a poll asks about several, with the same answers to choose from."""

    key: str
    title: str
    """Empty where each place is a question with a title of its own."""
    answers: tuple[Option, ...]
    places: tuple[Place, ...]


def topics(form: Questionnaire, appraisees: Sequence[Appraisee]) -> tuple[Topic, ...]:
    """Every matrix of grades, indicator by indicator; and single choices that name an appraisee."""
    matrices = (each for each in form.questions() if isinstance(each, GradeMatrix) and each.grades)
    return (*(topic for matrix in matrices for topic in _rows(matrix)), *_singles(form, appraisees))


def match(topic: Topic, appraisees: Iterable[Appraisee]) -> dict[AppraiseeKey, Place]:
    """Whose name stands at exactly one place that names nobody else."""
    named = [(each, place) for each in appraisees for place in topic.places if place.names(each)]
    return {
        appraisee.key: place
        for appraisee, place in named
        if sum(appraisee == a or place == p for a, p in named) == 1
    }


def _rows(matrix: GradeMatrix) -> Iterator[Topic]:
    several = len(matrix.indicators) > 1
    for indicator in matrix.indicators:
        yield Topic(
            key=f"{matrix.key}:{indicator.key}",
            title=f"{matrix.title}：{indicator.label}" if several else matrix.title,
            answers=matrix.grades,
            places=tuple(
                Place(matrix.key, (subject.key, indicator.key), subject.label)
                for subject in matrix.subjects
            ),
        )


def _singles(form: Questionnaire, appraisees: Sequence[Appraisee]) -> Iterator[Topic]:
    by_answers: dict[tuple[Option, ...], list[Place]] = {}
    for question in form.questions():
        place = Place(question.key, (), question.title)
        if isinstance(question, SingleChoice) and any(place.names(each) for each in appraisees):
            by_answers.setdefault(question.options, []).append(place)
    for answers, places in by_answers.items():
        yield Topic(places[0].question, "", answers, tuple(places))


def _closed(label: str) -> str:
    """A name without the spaces in it."""
    return "".join(label.split())

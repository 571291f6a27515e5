"""Keys of a poll's tables become the words of its form."""

from typing import Final

from reports.wording.poll_report import BLANK, CHOSEN, FIRST, NOT_CHOSEN, NTH, POINTS_OF, UNPLACED
from surveys.keys import GroupKey, Key
from surveys.poll import PollManifest
from surveys.questionnaire.form import subjects
from surveys.questionnaire.questions import GradeMatrix, Question, Ranking, Scale
from surveys.tally.poll_results import PublishedTable

_FIXED: Final = {
    "blank": BLANK,
    "unplaced": UNPLACED,
    "chosen": CHOSEN,
    "not_chosen": NOT_CHOSEN,
}


class Names:
    """The words of one poll."""

    def __init__(self, manifest: PollManifest) -> None:
        """Learn them once."""
        self._questions = {question.key: question for question in manifest.form.questions()}
        self._groups = {group.key: group.label for group in manifest.groups}
        self._subjects = {key: each.label for key, each in subjects(manifest.form).items()}

    def question(self, table: PublishedTable) -> str:
        """What a table asks: the question, and which part of it."""
        title, part = self.title(table), self.part(table)
        return f"{title}：{part}" if part else title

    def title(self, table: PublishedTable) -> str:
        """The question alone."""
        return self._questions[table.question].title

    def part(self, table: PublishedTable) -> str:
        """Which part of its question; nothing where it asks the whole."""
        return "：".join(self._parts(self._questions[table.question], table.part))

    def _parts(self, question: Question, part: tuple[Key, ...]) -> tuple[str, ...]:
        match question:
            case GradeMatrix(indicators=indicators):
                labels = {each.key: each.label for each in indicators}
                subject, indicator = part
                several = (labels[indicator],) if len(labels) > 1 else ()
                return (self._subjects[subject], *several)
            case Ranking() if not part:
                return (FIRST,)
            case _:
                labels = _options(question)
                return tuple(labels[key] for key in part)

    def groups(self, keys: tuple[GroupKey, ...]) -> str:
        """One group, or several merged."""
        return "、".join(self._groups[key] for key in keys)

    def answer(self, table: PublishedTable, keys: tuple[Key, ...]) -> str:
        """One answer, or several merged."""
        question = self._questions[table.question]
        return "、".join(_word(question, table, key) for key in keys)


def _word(question: Question, table: PublishedTable, key: Key) -> str:
    match question:
        case Ranking() if table.part:
            return _FIXED.get(key) or NTH.format(place=key)
        case Scale():
            return POINTS_OF.format(points=key)
        case GradeMatrix(grades=grades):
            return {grade.key: grade.label for grade in grades}.get(key) or _FIXED.get(key, key)
        case _:
            return _options(question).get(key) or _FIXED.get(key, key)


def _options(question: Question) -> dict[Key, str]:
    return {option.key: option.label for option in getattr(question, "options", ())}

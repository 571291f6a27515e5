"""Lines of a spreadsheet become results: ballots typed in one by one, or counts made by hand.

Names are the labels people see (or keys). What does not fit is refused with the line it stands on.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Final, Protocol, TypeAlias

import msgspec

from surveys.appraisal.plan import Appraisee
from surveys.ballots.ballot import Ballot
from surveys.ballots.validity import Spoiled
from surveys.keys import WHOLE, AppraiseeKey, GroupKey, IndicatorKey, Key, OptionKey
from surveys.questionnaire.answers import Mark, Marks
from surveys.questionnaire.form import Questionnaire, Section
from surveys.questionnaire.questions import GradeMatrix, Indicator, Option, Subject
from surveys.refusals import Refusal
from surveys.rules import scale
from surveys.rules.ruleset import Blank, RuleSet
from surveys.tally.bases import Denominators
from surveys.tally.count import count
from surveys.tally.tally import AppraiseeTally, Cell, Tally
from surveys.values import Value

Number: TypeAlias = Annotated[int, msgspec.Meta(ge=0)]
_QUESTION: Final = "marks"


class CountLine(Value, frozen=True):
    """The marks one item of one appraisee got; `returned` is worked out where it is not given."""

    at: str
    """Where it stands, such as 第7行."""
    appraisee: str
    counts: Mapping[str, Number]
    item: str = ""
    group: str = ""
    returned: Number | None = None
    spoiled: Number = 0
    """Ballots that are invalid for this appraisee."""
    abstained: Number = 0
    """Ballots on which nothing was marked for this appraisee; spoiled where the rule says so."""


class BallotLine(Value, frozen=True):
    """One ballot: appraisee → item → what was marked; several marks, or none, as on the paper."""

    at: str
    marks: Mapping[str, Mapping[str, tuple[str, ...]]]
    group: str = ""


class Turnout(Value, frozen=True):
    """What the lines do not tell; without it everybody came and every slip was returned."""

    entitled: int = 0
    present: int = 0
    invited: int = 0
    issued: int = 0
    """Whole ballot forms; only with a single weighting group."""


class Counted(Value, frozen=True):
    """What the lines amount to: all that scores, margins and bounds are taken from."""

    tally: Tally
    session: Denominators
    ballots: tuple[Ballot, ...] = ()
    """None where only counts are known."""
    form: Questionnaire | None = None


def add_counts(
    lines: Iterable[CountLine],
    rules: RuleSet,
    *,
    appraisees: tuple[Appraisee, ...],
    turnout: Turnout | None = None,
) -> Counted:
    """Counts made by hand, added up."""
    tally = _tally(lines, _Names(rules, appraisees))
    return Counted(tally, _session(tally, rules, turnout or Turnout()))


def count_ballots(
    lines: Iterable[BallotLine],
    rules: RuleSet,
    *,
    appraisees: tuple[Appraisee, ...],
    turnout: Turnout | None = None,
) -> Counted:
    """Ballots typed in one by one, counted."""
    names, form = _Names(rules, appraisees), _form(rules, appraisees)
    ballots = tuple(names.ballot(line, number) for number, line in enumerate(lines))
    tally = count(ballots, form, rules=rules)
    return Counted(tally, _session(tally, rules, turnout or Turnout()), ballots, form)


class _Named(Protocol):
    @property
    def key(self) -> Key: ...

    @property
    def label(self) -> str: ...


class _Names:
    """Labels and keys as people write them, and the keys they mean."""

    def __init__(self, rules: RuleSet, appraisees: Sequence[Appraisee]) -> None:
        self.rules = rules
        self.appraisees = _known(appraisees)
        self.items = _known(rules.items)
        self.groups = _known(rules.electorate.groups)
        self.marks = _known(scale.words(rules)) | {each: each for each in scale.scores(rules)}

    def find(self, word: str, known: Mapping[str, Key], at: str) -> Key:
        """The key; a word left out is the only one there is."""
        if not word and len(set(known.values())) == 1:
            return next(iter(known.values()))
        if word.strip() not in known:
            raise Refusal("sheet.unknown_word", at=at, word=word)
        return known[word.strip()]

    def ballot(self, line: BallotLine, number: int) -> Ballot:
        """The ballot of a line."""
        marks: dict[AppraiseeKey, dict[IndicatorKey, Mark]] = {
            self.find(appraisee, self.appraisees, line.at): {
                self.find(item, self.items, line.at): self._mark(given, line.at)
                for item, given in cells.items()
            }
            for appraisee, cells in line.marks.items()
        }
        return Ballot(
            survey="sheet",
            group=self.find(line.group, self.groups, line.at),
            unit=WHOLE,
            answers={_QUESTION: Marks(marks=marks)},
            nonce=f"{number:032x}",
        )

    def _mark(self, given: tuple[str, ...], at: str) -> Mark:
        marks = tuple(dict.fromkeys(self.find(word, self.marks, at) for word in given if word))
        return marks if len(marks) > 1 else (marks[0] if marks else None)


def _known(named: Iterable[_Named]) -> dict[str, Key]:
    known: dict[str, Key] = {}
    for each in named:
        known |= {each.label: each.key, each.key: each.key}
    return known


def _tally(lines: Iterable[CountLine], names: _Names) -> Tally:
    found: defaultdict[tuple[GroupKey, AppraiseeKey], dict[IndicatorKey, CountLine]]
    found = defaultdict(dict)
    for line in lines:
        group = names.find(line.group, names.groups, line.at)
        appraisee = names.find(line.appraisee, names.appraisees, line.at)
        item = names.find(line.item, names.items, line.at)
        if item in found[group, appraisee]:
            raise Refusal("sheet.twice", at=line.at)
        found[group, appraisee][item] = line
    groups: dict[GroupKey, dict[AppraiseeKey, AppraiseeTally]] = {}
    for (group, appraisee), items in found.items():
        groups.setdefault(group, {})[appraisee] = _one(items, names)
    return Tally(groups)


def _one(items: Mapping[IndicatorKey, CountLine], names: _Names) -> AppraiseeTally:
    first = next(iter(items.values()))
    read = {item: _counts(line, item, names) for item, line in items.items()}
    most = max(sum(counts.values()) for counts in read.values())
    returned = first.spoiled + first.abstained + most if first.returned is None else first.returned
    for item, line in items.items():
        same = (line.returned, line.spoiled, line.abstained)
        left = returned - line.spoiled - line.abstained - sum(read[item].values())
        if same != (first.returned, first.spoiled, first.abstained) or left < 0:
            raise Refusal("sheet.uneven", at=line.at)
    abstains = names.rules.handling.blank is Blank.ABSTAIN
    spoiled = {
        Spoiled.WRONG_FORM.value: first.spoiled,
        Spoiled.BLANK.value: 0 if abstains else first.abstained,
    }
    counted = returned - sum(spoiled.values())
    cells = {item.key: read.get(item.key, {}) for item in names.rules.items}
    return AppraiseeTally(
        returned=returned,
        cells={
            item: Cell(counts, blank=counted - sum(counts.values()))
            for item, counts in cells.items()
        },
        spoiled={reason: number for reason, number in spoiled.items() if number},
        abstained=first.abstained if abstains else 0,
    )


def _counts(line: CountLine, item: IndicatorKey, names: _Names) -> dict[OptionKey, int]:
    allowed = next(
        scale.allowed(names.rules, each) for each in names.rules.items if each.key == item
    )
    counts = {each.key: 0 for each in scale.words(names.rules)}
    for word, number in line.counts.items():
        mark = names.find(word, names.marks, line.at)
        if mark not in allowed and number:
            raise Refusal("sheet.unknown_word", at=line.at, word=word)
        counts[mark] = counts.get(mark, 0) + number
    return counts


def _session(tally: Tally, rules: RuleSet, turnout: Turnout) -> Denominators:
    """Every appraisee with a slip for each ballot returned, unless the turnout says more."""
    size = sum(
        max((part.returned for part in members.values()), default=0)
        for members in tally.groups.values()
    )
    issued = {
        group: {appraisee: part.returned for appraisee, part in members.items()}
        for group, members in tally.groups.items()
    }
    if turnout.issued:
        groups = [group.key for group in rules.electorate.groups]
        if turnout.issued < size or len(groups) > 1:
            raise Refusal("session.over_return", returned=size, issued=turnout.issued)
        issued = {group: {WHOLE: turnout.issued} for group in groups}
    return Denominators(
        entitled=turnout.entitled or size,
        present=turnout.present or size,
        invited=turnout.invited or size,
        issued=issued,
    )


def _form(rules: RuleSet, appraisees: Sequence[Appraisee]) -> Questionnaire:
    """The form such ballots answer."""
    matrix = GradeMatrix(
        key=_QUESTION,
        title=rules.title,
        subjects=tuple(Subject(key=each.key, label=each.label) for each in appraisees),
        indicators=tuple(Indicator(key=each.key, label=each.label) for each in rules.items),
        grades=tuple(Option(key=each.key, label=each.label) for each in scale.words(rules)),
        points=rules.points,
    )
    section = Section(key=_QUESTION, title="", questions=(matrix,))
    return Questionnaire(title=rules.title, sections=(section,))

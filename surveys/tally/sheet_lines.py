"""Words on a line of a spreadsheet become the keys they mean, and a line becomes a ballot.

Words are the labels people see (or keys). What is not known is refused with the line it stands on.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Final, Protocol, TypeAlias

import msgspec

from surveys.appraisal.plan import Appraisee
from surveys.ballots.ballot import Ballot
from surveys.keys import WHOLE, AppraiseeKey, IndicatorKey, Key
from surveys.questionnaire.answers import Mark, Marks
from surveys.refusals import Refusal
from surveys.rules import scale
from surveys.rules.ruleset import RuleSet
from surveys.values import Value

Number: TypeAlias = Annotated[int, msgspec.Meta(ge=0)]
QUESTION: Final = "marks"
"""The one question of the form that such ballots answer."""


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


class _Named(Protocol):
    @property
    def key(self) -> Key: ...

    @property
    def label(self) -> str: ...


class Names:
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
            answers={QUESTION: Marks(marks=marks)},
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

"""Marks become counts, a second time and in another way: one flat table of words.

Nothing here knows how the official count works; both follow `docs/reference/publication.md`.
"""

from collections import Counter
from collections.abc import Collection, Iterator
from typing import Final, TypeAlias

from surveys.ballots.ballot import Ballot
from surveys.keys import WHOLE
from surveys.questionnaire.answers import Mark, Marks
from surveys.questionnaire.form import Questionnaire
from surveys.rules.ruleset import Blank, Partial, RuleSet
from surveys.tally.tally import Tally
from surveys.verification.meanings import known

BLANK: Final = " "
OVERMARKED: Final = "*"
RETURNED: Final = "returned"
ABSTAINED: Final = "abstained"
SPOILED: Final = "spoiled "
BALLOT: Final = ""
"""In the place of an item: the word is about the ballot."""

Word: TypeAlias = tuple[str, str, str, str]
"""Weighting group, appraisee, item, word; the word is an option or one of those above."""


class Recount:
    """The flat table, filled ballot by ballot."""

    def __init__(self, form: Questionnaire, rules: RuleSet) -> None:
        """An empty table for this form and rule set."""
        self.words: Counter[Word] = Counter()
        self._rules = rules
        self._matrix = {
            subject.key: matrix.key for matrix in form.matrices() for subject in matrix.subjects
        }

    def put(self, ballot: Ballot) -> None:
        """Read one ballot for every appraisee it carries."""
        rows: dict[str, dict[str, str]] = {}
        for appraisee, question in self._matrix.items():
            if ballot.unit in (WHOLE, appraisee):
                answer = ballot.answers.get(question)
                cells = answer.marks.get(appraisee, {}) if isinstance(answer, Marks) else {}
                rows[appraisee] = {i.key: _word(cells.get(i.key)) for i in self._rules.items}
        too_many = exceeds(rows, self._rules)
        for appraisee, row in rows.items():
            reason = "over_quota" if too_many else spoiling(row, self._rules)
            self._put_row((ballot.group, appraisee), row, reason)

    def take(self, withheld: Tally) -> None:
        """Add totals that were published without their ballots, as they are given."""
        for group, appraisees in withheld.groups.items():
            for appraisee, part in appraisees.items():
                self.words[group, appraisee, BALLOT, RETURNED] += part.returned
                self.words[group, appraisee, BALLOT, ABSTAINED] += part.abstained
                for reason, number in part.spoiled.items():
                    self.words[group, appraisee, BALLOT, SPOILED + reason] += number
                for item, cell in part.cells.items():
                    self.words[group, appraisee, item, BLANK] += cell.blank
                    self.words[group, appraisee, item, OVERMARKED] += cell.overmarked
                    for option, number in cell.counts.items():
                        self.words[group, appraisee, item, option] += number

    def number(self, groups: Collection[str], appraisee: str, *, item: str, word: str) -> int:
        """How often a word stands there, over these groups."""
        return sum(self.words[group, appraisee, item, word] for group in groups)

    def spoiled(self, groups: Collection[str], appraisee: str) -> dict[str, int]:
        """Spoiled ballots by reason, over these groups."""
        reasons: Counter[str] = Counter()
        for (group, who, _, word), number in self.words.items():
            if who == appraisee and group in groups and word.startswith(SPOILED):
                reasons[word.removeprefix(SPOILED)] += number
        return {reason: number for reason, number in reasons.items() if number}

    def _put_row(self, whose: tuple[str, str], row: dict[str, str], reason: str) -> None:
        group, appraisee = whose
        self.words[group, appraisee, BALLOT, RETURNED] += 1
        if reason:
            self.words[group, appraisee, BALLOT, SPOILED + reason] += 1
            return
        if set(row.values()) == {BLANK}:
            self.words[group, appraisee, BALLOT, ABSTAINED] += 1
        for item, word in row.items():
            self.words[group, appraisee, item, word] += 1


def _word(mark: Mark) -> str:
    if isinstance(mark, tuple):
        return OVERMARKED if len(mark) > 1 else "".join(mark) or BLANK
    return mark or BLANK


def spoiling(row: dict[str, str], rules: RuleSet) -> str:
    """Why one appraisee's marks on one ballot do not count; empty where they do."""
    words = set(row.values())
    if words <= {BLANK}:
        return "" if rules.handling.blank is Blank.ABSTAIN else "blank"
    if any(row[i.key] not in known(i, rules) | {BLANK, OVERMARKED} for i in rules.items):
        return "wrong_form"
    if words <= {BLANK, OVERMARKED}:
        return "overmarked"
    if rules.handling.partial is Partial.INVALID_BALLOT:
        return next(_gaps(row, rules), "")
    return ""


def exceeds(rows: dict[str, dict[str, str]], rules: RuleSet) -> bool:
    """Whether the quota is broken on some item of the ballot."""
    quota = rules.handling.quota
    return quota is not None and any(
        sum(row[item.key] == quota.option for row in rows.values()) > quota.most
        for item in rules.items
    )


def _gaps(row: dict[str, str], rules: RuleSet) -> Iterator[str]:
    if OVERMARKED in row.values():
        yield "overmarked"
    for item in rules.items:
        if item.required and row[item.key] == BLANK:
            yield "partial"

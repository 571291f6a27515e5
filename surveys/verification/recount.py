"""Marks become counts, a second time and in another way: by columns, into one flat table of words.

Nothing here knows how the official count works; both follow `docs/reference/publication.md`.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Final, TypeAlias

from surveys.ballots.ballot import Ballot
from surveys.keys import WHOLE
from surveys.questionnaire.answers import Mark, Marks
from surveys.questionnaire.form import Questionnaire
from surveys.rules.ruleset import Blank, Partial, Quota, RuleSet
from surveys.tally.tally import Tally
from surveys.verification.meanings import known
from surveys.verification.published import Opened

BLANK: Final = " "
OVERMARKED: Final = "*"
RETURNED: Final = "returned"
ABSTAINED: Final = "abstained"
SPOILED: Final = "spoiled "
BALLOT: Final = ""
"""In the place of an item: the word is about the ballot."""

Word: TypeAlias = tuple[str, str, str, str]
"""Weighting group, appraisee, item, word; the word is an option or one of those above."""

_AT_ONCE: Final = 256
"""Ballots that are laid aside before their columns are counted."""


class Recount:
    """The flat table, filled ballot by ballot."""

    def __init__(self, form: Questionnaire, rules: RuleSet) -> None:
        """An empty table for this form and rule set."""
        self._words: Counter[Word] = Counter()
        self._spoiling_words: dict[str, None] = {}
        """Reasons found so far, in the order found."""
        self._rules = rules
        self._items = tuple(item.key for item in rules.items)
        self._known = tuple(frozenset(known(item, rules)) for item in rules.items)
        self._each = _getter(self._items)
        self._always = frozenset[Mark]().union(*self._known).intersection(*self._known)
        """Words that count whichever item they are given."""
        rows = [(s.key, matrix.key) for matrix in form.matrices() for s in matrix.subjects]
        self._carried = {WHOLE: rows} | {row[0]: [row] for row in rows}
        """Appraisees of a unit's ballot, each with the question about it."""
        self._aside: defaultdict[tuple[str, str], list[Sequence[Mark]]] = defaultdict(list)
        """Ballots of a group and unit on which every mark counts: all their cells, in order."""

    def put(self, ballot: Opened | Ballot) -> None:
        """Read one ballot for every appraisee it carries."""
        marks: list[Mark] = []
        for appraisee, question in self._carried.get(ballot.unit, ()):
            answer = ballot.answers.get(question)
            cells = answer.marks.get(appraisee, {}) if isinstance(answer, Marks) else {}
            marks += self._row(cells)
        if self._rules.handling.quota is None and self._always.issuperset(marks):
            aside = self._aside[ballot.group, ballot.unit]
            aside.append(marks)
            if len(aside) == _AT_ONCE:
                self.words()
        else:
            self._put_odd(ballot.group, ballot.unit, [_word(mark) for mark in marks])

    def _row(self, cells: Mapping[str, Mark]) -> Iterable[Mark]:
        """What stands at each item; most rows have all of them."""
        try:
            return self._each(cells)
        except KeyError:
            return map(cells.get, self._items)

    def _put_odd(self, group: str, unit: str, words: Sequence[str]) -> None:
        """Read a ballot row by row: not every mark counts, or marks are limited."""
        wide = len(self._items)
        rows = [words[at : at + wide] for at in range(0, len(words), wide)]
        too_many = exceeds(rows, self._rules.handling.quota)
        for (appraisee, _), row in zip(self._carried.get(unit, ()), rows, strict=True):
            reason = "over_quota" if too_many else self._spoiling(row)
            self._put_row((group, appraisee), row, reason)

    def _put_row(self, whose: tuple[str, str], row: Sequence[str], reason: str) -> None:
        self._words[*whose, BALLOT, RETURNED] += 1
        if reason:
            self._words[*whose, BALLOT, SPOILED + reason] += 1
            self._spoiling_words[SPOILED + reason] = None
            return
        self._words[*whose, BALLOT, ABSTAINED] += set(row) == {BLANK}
        for item, word in zip(self._items, row, strict=True):
            self._words[*whose, item, word] += 1

    def words(self) -> Counter[Word]:
        """The whole table; what was laid aside is counted now, column by column."""
        for (group, unit), ballots in self._aside.items():
            columns = zip(*ballots, strict=True)
            for appraisee, _ in self._carried.get(unit, ()):
                self._words[group, appraisee, BALLOT, RETURNED] += len(ballots)
                for item, column in zip(self._items, columns, strict=False):
                    for mark, number in Counter(column).items():
                        self._words[group, appraisee, item, str(mark)] += number
        self._aside.clear()
        return self._words

    def take(self, withheld: Tally) -> None:
        """Add totals that were published without their ballots, as they are given."""
        for group, appraisees in withheld.groups.items():
            for appraisee, part in appraisees.items():
                self._words[group, appraisee, BALLOT, RETURNED] += part.returned
                self._words[group, appraisee, BALLOT, ABSTAINED] += part.abstained
                for reason, number in part.spoiled.items():
                    self._words[group, appraisee, BALLOT, SPOILED + reason] += number
                    self._spoiling_words[SPOILED + reason] = None
                for item, cell in part.cells.items():
                    self._words[group, appraisee, item, BLANK] += cell.blank
                    self._words[group, appraisee, item, OVERMARKED] += cell.overmarked
                    for option, number in cell.counts.items():
                        self._words[group, appraisee, item, option] += number

    def number(self, groups: Collection[str], appraisee: str, *, item: str, word: str) -> int:
        """How often a word stands there, over these groups."""
        words = self.words()
        return sum(words[group, appraisee, item, word] for group in groups)

    def unlike(self, other: "Recount") -> Counter[str]:
        """By weighting group, how many numbers of two tables differ; no group where none does."""
        ours, theirs = self.words(), other.words()
        return Counter(w[0] for w in ours.keys() | theirs.keys() if ours[w] != theirs[w])

    def spoiled(self, groups: Collection[str], appraisee: str) -> dict[str, int]:
        """Spoiled ballots by reason, over these groups."""
        words, reasons = self.words(), Counter[str]()
        for word in self._spoiling_words:
            number = sum(words[group, appraisee, BALLOT, word] for group in groups)
            reasons[word.removeprefix(SPOILED)] += number
        return {reason: number for reason, number in reasons.items() if number}

    def _spoiling(self, words: Sequence[str]) -> str:
        """Why one appraisee's marks on one ballot do not count; empty where they do."""
        there, handling = set(words), self._rules.handling
        if there <= {BLANK}:
            return "" if handling.blank is Blank.ABSTAIN else "blank"
        if any(
            word not in options and word not in {BLANK, OVERMARKED}
            for options, word in zip(self._known, words, strict=True)
        ):
            return "wrong_form"
        if there <= {BLANK, OVERMARKED}:
            return "overmarked"
        if handling.partial is Partial.INVALID_BALLOT:
            return next(_gaps(words, self._rules), "")
        return ""


def _word(mark: Mark) -> str:
    if isinstance(mark, tuple):
        return OVERMARKED if len(mark) > 1 else "".join(mark) or BLANK
    return mark or BLANK


def exceeds(rows: Sequence[Sequence[str]], quota: Quota | None) -> bool:
    """Whether the quota is broken on some item of the ballot."""
    return quota is not None and any(
        column.count(quota.option) > quota.most for column in zip(*rows, strict=True)
    )


def _getter(items: tuple[str, ...]) -> Callable[[Mapping[str, Mark]], tuple[Mark, ...]]:
    """What stands at all of these items at once, twice as fast as one by one; else `KeyError`."""
    if len(items) == 1:
        return lambda cells: (cells[items[0]],)
    return itemgetter(*items)  # pyright: ignore[reportUnknownVariableType] -- as many as items


def _gaps(words: Sequence[str], rules: RuleSet) -> Iterator[str]:
    if OVERMARKED in words:
        yield "overmarked"
    for item, word in zip(rules.items, words, strict=True):
        if item.required and word == BLANK:
            yield "partial"

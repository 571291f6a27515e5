"""What a cell may hold under a rule set, what each mark is worth, and which marks an option means.

A mark is an option's key, or with direct scores the points themselves. An option with a span of
points is never marked: the points inside it are its marks.
"""

from collections.abc import Mapping
from fractions import Fraction

from surveys.keys import OptionKey
from surveys.rules.ruleset import GradeOption, Item, RuleSet


def words(rules: RuleSet) -> tuple[GradeOption, ...]:
    """The options that can be marked."""
    return tuple(option for option in rules.options if option.points is None)


def scores(rules: RuleSet) -> tuple[OptionKey, ...]:
    """The points that can be given; none where the rule set has no direct scores."""
    return rules.points.marks() if rules.points else ()


def marks(rules: RuleSet) -> tuple[OptionKey, ...]:
    """Everything a cell may hold, the words first."""
    return (*(option.key for option in words(rules)), *scores(rules))


def allowed(rules: RuleSet, item: Item) -> frozenset[OptionKey]:
    """Everything a cell of this item may hold."""
    if not item.options:
        return frozenset(marks(rules))
    own = {key for option in item.options for key in meaning(rules, option)}
    return frozenset(own)


def meaning(rules: RuleSet, key: OptionKey) -> tuple[OptionKey, ...]:
    """The marks that count as this option: itself, or the points inside its span."""
    span = next((option.points for option in rules.options if option.key == key), None)
    if span is None:
        return (key,)
    return tuple(score for score in scores(rules) if span.low <= int(score) <= span.high)


def number(rules: RuleSet, key: OptionKey, counts: Mapping[OptionKey, int]) -> int:
    """How many of these marks count as this option."""
    return sum(counts.get(mark, 0) for mark in meaning(rules, key))


def worths(rules: RuleSet) -> dict[OptionKey, Fraction]:
    """The value of every mark that has one; points are worth themselves."""
    valued = {option.key: option.value for option in words(rules) if option.value is not None}
    return valued | {score: Fraction(score) for score in scores(rules)}

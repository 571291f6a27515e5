"""What words of the flat table mean under a rule set: options, and points given directly."""

from collections.abc import Iterable
from fractions import Fraction

from surveys.rules.ruleset import GradeOption, Item, RuleSet


def given_points(rules: RuleSet) -> list[str]:
    """Every score a cell may hold, as written."""
    if rules.points is None:
        return []
    low, high, step = rules.points.low, rules.points.high, rules.points.step
    return [str(at) for at in range(low, high + 1) if (at - low) % step == 0]


def words_of(options: Iterable[GradeOption], rules: RuleSet) -> list[str]:
    """The words that stand for these options; an option with a span stands for its points."""
    words: list[str] = []
    for option in options:
        if option.points is None:
            words.append(option.key)
        else:
            span = range(option.points.low, option.points.high + 1)
            words += [point for point in given_points(rules) if int(point) in span]
    return words


def plain_options(rules: RuleSet) -> list[GradeOption]:
    """Options somebody can mark."""
    return [option for option in rules.options if option.points is None]


def known(item: Item, rules: RuleSet) -> set[str]:
    """Words an item may hold."""
    if item.options:
        return set(words_of([o for o in rules.options if o.key in item.options], rules))
    return {option.key for option in plain_options(rules)} | set(given_points(rules))


def worth(rules: RuleSet) -> dict[str, Fraction]:
    """Words that are worth something."""
    points = {point: Fraction(int(point)) for point in given_points(rules)}
    for option in plain_options(rules):
        if option.value is not None:
            points[option.key] = option.value
    return points

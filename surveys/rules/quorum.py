"""Whether enough came: the quorum (法定人数) of a rule set, exactly."""

from fractions import Fraction

from surveys.rules.ladder import compare
from surveys.rules.ruleset import Quorum


def reaches(quorum: Quorum | None, *, came: int, entitled: int) -> bool:
    """Whether `came` of `entitled` may vote; a rule set without a quorum asks for none."""
    return quorum is None or compare(Fraction(came), quorum.op, quorum.fraction * entitled)


def least(quorum: Quorum | None, entitled: int) -> int:
    """The smallest number that reaches it, for the line on the screen; one too many if none can.

    >>> from surveys.rules.ruleset import Comparison
    >>> least(Quorum(Comparison.OVER, Fraction(1, 2)), 46)
    24
    """
    enough = (n for n in range(entitled + 1) if reaches(quorum, came=n, entitled=entitled))
    return next(enough, entitled + 1)

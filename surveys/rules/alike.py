"""Two rule sets → whether results under them may be set beside each other, year by year."""

import msgspec

from surveys.rules.ruleset import Display, Publication, RuleSet, Session


def counted_alike(one: RuleSet, other: RuleSet) -> bool:
    """Whether the same ballots would get the same figures and grades under both.

    How the meeting is held, what is published and what follows may differ; what is asked, whose
    votes count for how much, bases, metrics and grades may not.
    """
    return _counting(one) == _counting(other)


def _counting(rules: RuleSet) -> RuleSet:
    """The part of a rule set that makes figures and grades of ballots."""
    return msgspec.structs.replace(
        rules,
        key="same",
        title="—",
        version=1,
        session=Session(),
        ranking=None,
        display=Display(),
        publication=Publication(),
        legal_basis=(),
        source="",
        presumed=(),
        consequences=(),
        rounds=None,
        attested=True,
    )

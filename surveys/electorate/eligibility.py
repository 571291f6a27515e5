"""Who may rate whom: eligibility and recusal (回避) become units, and units become slips."""

from collections import Counter
from collections.abc import Iterable

from surveys.appraisal.plan import Appraisee
from surveys.electorate.roll import Person, Roll
from surveys.keys import WHOLE, AppraiseeKey, UnitKey
from surveys.manifest import SlipCount


def may_rate(person: Person, appraisees: Iterable[Appraisee]) -> tuple[AppraiseeKey, ...]:
    """The appraisees a person rates: none if not eligible, never the own unit."""
    if not person.eligible:
        return ()
    return tuple(a.key for a in appraisees if a.key not in person.recused_from)


def needs_units(roll: Roll) -> bool:
    """Whether ballots must be one appraisee each.

    If a single person is recused, everybody votes unit by unit: a ballot with a department left
    out would otherwise name its voter.
    """
    return any(person.eligible and person.recused_from for person in roll.people)


def units_of(
    roll: Roll, appraisees: tuple[Appraisee, ...]
) -> tuple[tuple[Person, tuple[UnitKey, ...]], ...]:
    """Everybody who may vote, with the units they vote in: one ballot each, once."""
    by_unit = needs_units(roll)
    return tuple(
        (person, may_rate(person, appraisees) if by_unit else (WHOLE,))
        for person in roll.people
        if person.eligible
    )


def slips_needed(roll: Roll, appraisees: tuple[Appraisee, ...]) -> tuple[SlipCount, ...]:
    """Least number of slips by weighting group and unit, in the order of roll and plan.

    A person stands once on the roll, in however many bodies, and so gets one slip a unit.
    """
    by_unit = needs_units(roll)
    units = tuple(a.key for a in appraisees) if by_unit else (WHOLE,)
    counted = Counter(
        (person.weighting, unit) for person, rated in units_of(roll, appraisees) for unit in rated
    )
    return tuple(
        SlipCount(group=weighting.key, unit=unit, printed=counted[weighting.key, unit])
        for weighting in roll.weightings
        for unit in units
        if counted[weighting.key, unit]
    )

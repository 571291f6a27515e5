"""`rerun`: the ballots a notice once published go through the box again."""

from collections.abc import Callable
from random import Random
from typing import Final

from service.demonstration import published
from service.demonstration.filling import fill
from service.demonstration.staging import stage
from service.demonstration.story import Company, Fields, Finished, Play
from service.settings import Settings
from surveys.keys import UnitKey
from surveys.manifest import Manifest
from surveys.rules.fitting import fit
from surveys.rules.presets import preset
from surveys.rules.ruleset import Group

COMPANY: Final = Company(
    secretary="秘书", scrutineers=("监票人甲", "监票人乙"), tellers=("计票人",), presiding="主持人"
)
"""The notice names none of them."""


def play(notice: published.Notice) -> Play:
    """As many members as slips went out, all present, rates over the returned, no grade."""
    plan, roll = published.plan(notice), published.roll(notice)
    groups = tuple(Group(group.key, group.label) for group in roll.weightings)
    return Play(
        town="zhanyi",
        name="沾益区",
        congress=notice.congress,
        plan=plan,
        rules=fit(preset("returned-rates"), plan, groups=groups),
        roll=roll,
        present=len(roll.people),
        company=COMPANY,
        returned=max(voted.returned for voted in notice.objects),
    )


def ballots(notice: published.Notice) -> Fields:
    """The n-th phone sends the n-th mark of each object, each object's marks shuffled."""
    marks = published.marks(notice)
    for number, votes in enumerate(marks.values()):
        Random(number).shuffle(votes)  # noqa: S311  -- the notice does not say who marked what

    def fields(manifest: Manifest, unit: UnitKey, number: int) -> dict[str, str]:
        grades = {key: [votes[number]] for key, votes in marks.items()}
        return fill(manifest, unit, grades=grades, remarks={})

    return fields


async def tell(
    settings: Settings, echo: Callable[[str], None], notice: published.Notice | None = None
) -> Finished:
    """Tell it on a running site; without a notice, that of 沾益 in 2019."""
    notice = notice or published.read_notice(published.ZHANYI.read_bytes())
    return await stage(settings, echo, play(notice), fields=ballots(notice))

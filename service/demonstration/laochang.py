"""`demo`: 老厂镇 holds its evaluation of four departments, and anyone recounts it."""

from collections.abc import Callable
from random import Random
from typing import Final

from service.demonstration import opinions, town
from service.demonstration.consulting import consult
from service.demonstration.filling import fill
from service.demonstration.polling import poll, put_beside
from service.demonstration.staging import (
    leave_forms_open,
    leave_open,
    open_workbench,
    stage,
)
from service.demonstration.story import Company, Finished, Play, Stagehands
from service.settings import Settings
from surveys.keys import UnitKey
from surveys.manifest import Manifest
from surveys.rules.fitting import fit
from surveys.rules.presets import preset
from surveys.rules.ruleset import Group

SEED: Final = 2027
TRIED: Final = 37
"""Phones that have voted in the vote left open."""

COMPANY: Final = Company(
    secretary=town.SECRETARY,
    scrutineers=town.SCRUTINEERS,
    tellers=town.TELLERS,
    presiding=town.PRESIDING,
    approved_by=town.APPROVED_BY,
)


def play(title: str = town.TITLE) -> Play:
    """53 entitled, 49 come, one weighting group, the township's default rule set."""
    plan, roll = town.plan(title), town.roll()
    groups = tuple(Group(group.key, group.label) for group in roll.weightings)
    return Play(
        town=town.TOWN,
        name=town.NAME,
        congress=town.CONGRESS,
        plan=plan,
        rules=fit(preset("township-three-grade"), plan, groups=groups),
        roll=roll,
        present=town.PRESENT,
        company=COMPANY,
    )


def opinion(manifest: Manifest, unit: UnitKey, number: int) -> dict[str, str]:
    """What the n-th phone sends."""
    chance = Random(SEED * 1000 + number)  # noqa: S311  -- pretend opinions, not secrets
    subjects = [subject for matrix in manifest.form.matrices() for subject in matrix.subjects]
    grades = opinions.choose(manifest, number, seed=SEED)
    remarks = {subject.key: opinions.remark(subject, chance) for subject in subjects}
    return fill(manifest, unit, grades=grades, remarks=remarks)


async def hear(hands: Stagehands, story: Play, evaluation: str) -> None:
    """Before the vote: opinions about the departments, and a poll that stands beside the result."""
    await consult(hands, story, evaluation)
    polled = await poll(hands, story)
    await put_beside(hands, story, evaluation, polled.survey)


async def tell(settings: Settings, echo: Callable[[str], None]) -> Finished:
    """Tell it on a running site, then leave another vote open for whoever wants to try."""
    finished = await stage(settings, echo, play(), fields=opinion, prelude=hear)
    echo("再开一次测评，留给您试投：")
    await leave_open(settings, echo, play(town.TRIAL), fields=opinion, voters=TRIED)
    await leave_forms_open(settings, echo, play())
    await open_workbench(settings, echo, play())
    return finished

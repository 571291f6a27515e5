"""Evaluations told by a synthetic town, counted by the real count, and what was found of them."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from surveys.appraisal.form import ballot_form
from surveys.appraisal.plan import Appraisee
from surveys.ballots.ballot import Ballot
from surveys.keys import WHOLE
from surveys.manifest import Manifest, SlipCount
from surveys.questionnaire.answer import Mark, Marks
from surveys.rules.fitting import fit
from surveys.rules.presets import preset
from surveys.rules.ruleset import Group
from surveys.statistics.findings import find, seed_of
from surveys.statistics.latent import Judging
from surveys.statistics.reading import Findings
from surveys.statistics.synthetic import Setting, draw_town
from surveys.tally.conclusion import Attendance, Opened, conclude
from surveys.tally.results import Confirmation, Count, Result
from tests.builders import SURVEY, a_manifest, a_plan, a_rule_set
from tests.people import LI, QIAN, SUN, ZHAO

GRADES = ("dissatisfied", "fairly_satisfied", "satisfied")
Cells = Sequence[Sequence[Mark]]
"""Departments × items."""


def an_evaluation(
    ballots: Sequence[Cells],
    *,
    departments: int = 4,
    entitled: int = 46,
    pointed: bool = True,
    groups: Sequence[str] = (),
    unit: str = WHOLE,
) -> tuple[Manifest, Count, list[Ballot]]:
    """A manifest, its count and its ballots; with several `groups` ballots are dealt to them."""
    appraisees = tuple(
        Appraisee(key=f"d{at}", label=f"第{at}站所") for at in range(1, departments + 1)
    )
    plan = a_plan(appraisees=appraisees)
    known = tuple(groups) or ("deputies",)
    weighting = tuple(Group(key=each, label=f"{each}组") for each in known)
    rules = (
        a_rule_set(plan) if pointed else fit(preset("township-three-grade"), plan, groups=weighting)
    )
    each = -(-entitled // len(known))
    manifest = a_manifest(
        form=ballot_form(plan),
        appraisees=appraisees,
        rules=rules,
        slips=tuple(SlipCount(group, unit, each) for group in known),
        entitled=each * len(known),
    )
    cast = [
        _ballot(manifest, cells, number=at, group=known[at % len(known)], unit=unit)
        for at, cells in enumerate(ballots)
    ]
    leaves = tuple(f"{at:064x}" for at in range(len(cast)))
    opened = Opened(ballots=tuple(cast), unopened=(), leaves=leaves)
    attendance = Attendance(present=manifest.entitled)
    return manifest, conclude(manifest, opened, attendance).count, cast


def _ballot(manifest: Manifest, cells: Cells, *, number: int, group: str, unit: str) -> Ballot:
    (matrix,) = manifest.form.matrices()
    marks = {
        subject.key: dict(zip((i.key for i in matrix.indicators), row, strict=False))
        for subject, row in zip(matrix.subjects, cells, strict=False)
        if unit in {WHOLE, subject.key}
    }
    answers = {matrix.key: Marks(marks=marks)}
    return Ballot(survey=SURVEY, group=group, unit=unit, answers=answers, nonce=f"{number:032x}")


def a_town(
    seed: int = 1, *, departments: int = 4, votes: int = 43, quality: float = 0.5
) -> list[Cells]:
    """What deputies of a synthetic town mark on nine items."""
    setting = Setting(
        departments=departments, indicators=9, voters=200, judging=Judging(quality=quality)
    )
    drawn = draw_town(seed, setting).deputies.ballots()
    return [
        [["unfamiliar" if mark is None else GRADES[mark - 1] for mark in row] for row in ballot]
        for ballot in drawn[:votes]
    ]


def found_of(*evaluation: Any) -> Findings:
    """What is found of an evaluation, with its own seed."""
    manifest, count, ballots = evaluation
    return find(manifest, count, ballots, seed=seed_of(count.manifest))


def a_result(count: Count) -> Result:
    """Confirmed and published."""
    at = "2026-11-20T11:00:00+08:00"
    return Result(
        protocol="minping/1",
        count=count,
        confirmation=Confirmation((SUN.name, LI.name), (QIAN,), ZHAO.name, at),
        published_at=at,
    )


@cache
def an_ordinary_one() -> tuple[Manifest, Count, list[Ballot]]:
    """Four departments, 43 of 46 deputies, points for grades."""
    return an_evaluation(a_town())

"""What pretend voters think: a synthetic town with latent quality, leniency, halo and contact."""

from collections.abc import Mapping
from functools import cache
from random import Random
from typing import Final

from surveys.keys import AppraiseeKey, OptionKey
from surveys.manifest import Manifest
from surveys.questionnaire.questions import Subject
from surveys.statistics.latent import Judging
from surveys.statistics.synthetic import Setting, draw_town

JUDGING: Final = Judging(quality=0.5)
"""Departments further apart than usual, so that the reading has something to tell apart.

Their quality is the demonstration's own, no measurement of anybody.
"""

_GRADES: Final[tuple[OptionKey, ...]] = ("dissatisfied", "fairly_satisfied", "satisfied")
_UNFAMILIAR: Final[OptionKey] = "unfamiliar"

REMARKS: Final[Mapping[AppraiseeKey, tuple[str, ...]]] = {
    "caizheng": ("惠民补贴发放及时，建议把公示栏挪到村口。", "报账手续可以再简化一些。"),
    "nongye": ("烤烟育苗指导到位。", "希望农技人员多下村，雨季前把沟渠清一遍。"),
    "shehui": ("临时救助办得快，群众满意。",),
    "ziran": ("宅基地审批等得太久，建议公开办理时限。", "反映两次的边坡隐患还没有答复。"),
}

Choice = dict[AppraiseeKey, list[OptionKey]]
Minds = tuple[tuple[tuple[int | None, ...], ...], ...]
"""Voters × departments × indicators: 1 the worst, 3 the best, None 不了解."""


def choose(manifest: Manifest, number: int, *, seed: int) -> Choice:
    """The n-th voter's grades: appraisee → a grade for each indicator, in the order of the form."""
    (matrix,) = manifest.form.matrices()
    minds = _minds(seed, len(matrix.subjects), len(matrix.indicators))
    voter = minds[number % len(minds)]
    return {
        subject.key: [_grade(mark) for mark in marks]
        for subject, marks in zip(matrix.subjects, voter, strict=True)
    }


@cache
def _minds(seed: int, departments: int, indicators: int) -> Minds:
    setting = Setting(departments=departments, indicators=indicators, judging=JUDGING)
    return draw_town(seed, setting).deputies.ballots()


def _grade(mark: int | None) -> OptionKey:
    return _UNFAMILIAR if mark is None else _GRADES[mark - 1]


def remark(subject: Subject, chance: Random) -> str:
    """Now and then a remark."""
    told = REMARKS.get(subject.key, ())
    return chance.choice(told) if told and chance.random() < 0.12 else ""

"""What pretend voters think: a department's quality, a voter's leniency, and chance."""

from collections.abc import Mapping
from random import Random
from typing import Final

from surveys.keys import AppraiseeKey, OptionKey
from surveys.manifest import Manifest
from surveys.questionnaire.questions import Subject

QUALITY: Final[Mapping[AppraiseeKey, float]] = {
    "caizheng": 1.15,
    "nongye": 0.75,
    "shehui": 0.9,
    "ziran": -0.15,
}
"""Latent quality; the demonstration's own, no measurement of anybody."""

REMARKS: Final[Mapping[AppraiseeKey, tuple[str, ...]]] = {
    "caizheng": ("惠民补贴发放及时，建议把公示栏挪到村口。", "报账手续可以再简化一些。"),
    "nongye": ("烤烟育苗指导到位。", "希望农技人员多下村，雨季前把沟渠清一遍。"),
    "shehui": ("临时救助办得快，群众满意。",),
    "ziran": ("宅基地审批等得太久，建议公开办理时限。", "反映两次的边坡隐患还没有答复。"),
}

Choice = dict[AppraiseeKey, list[OptionKey]]


def choose(manifest: Manifest, chance: Random) -> Choice:
    """One voter's grades: appraisee → a grade for each indicator, in the order of the form."""
    leniency = chance.gauss(0, 0.5)
    return {
        subject.key: [
            _grade(QUALITY.get(subject.key, 0.5) + leniency + chance.gauss(0, 0.6), chance)
            for _ in matrix.indicators
        ]
        for matrix in manifest.form.matrices()
        for subject in matrix.subjects
    }


def _grade(opinion: float, chance: Random) -> OptionKey:
    if chance.random() < 0.03:
        return "unfamiliar"
    if opinion > 0.2:
        return "satisfied"
    return "fairly_satisfied" if opinion > -0.75 else "dissatisfied"


def remark(subject: Subject, chance: Random) -> str:
    """Now and then a remark."""
    told = REMARKS.get(subject.key, ())
    return chance.choice(told) if told and chance.random() < 0.12 else ""

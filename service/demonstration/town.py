"""老厂镇 as a pretend town: presidium of 7, 46 deputies in 5 groups, 7 higher-level deputies."""

from collections.abc import Iterator
from itertools import islice
from random import Random
from typing import Final

from surveys.appraisal.plan import Appraisee, AppraiseeClass, Plan
from surveys.appraisal.presets import PRESETS, draft
from surveys.electorate.roll import Body, DeputyGroup, Person, Roll, WeightingGroup

TOWN: Final = "laochang"
NAME: Final = "老厂镇"
CONGRESS: Final = "老厂镇人民代表大会主席团"
SECRETARY: Final = "钱秀英"
TITLE: Final = "2026年镇属部门工作民主测评"
TRIAL: Final = "2026年镇属部门工作民主测评（试投）"
SCRUTINEERS: Final = ("王建国", "张玉兰")
TELLERS: Final = ("赵文清",)
PRESIDING: Final = "赵德明"
APPROVED_BY: Final = "主席团第12次会议"
PRESENT: Final = 49
"""Of 53 entitled."""

DEPARTMENTS: Final = (
    Appraisee("caizheng", "镇财政所", AppraiseeClass.TOWN, "王某某"),
    Appraisee("nongye", "镇农业农村服务中心", AppraiseeClass.TOWN, "李某某"),
    Appraisee("shehui", "镇社会事务办公室", AppraiseeClass.TOWN, "周某某"),
    Appraisee("ziran", "镇自然资源所", AppraiseeClass.STATIONED, "陈某某"),
)

_GROUPS: Final = (
    ("g1", "第一代表小组", 10),
    ("g2", "第二代表小组", 9),
    ("g3", "第三代表小组", 9),
    ("g4", "第四代表小组", 9),
    ("g5", "第五代表小组", 9),
    ("g6", "上级代表小组", 7),
)
_SURNAMES: Final = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗"
_GIVEN: Final = (
    "建国", "秀兰", "志强", "玉珍", "文华", "永福", "春燕", "国庆", "丽琼", "家荣", "正明",
    "桂芬", "光辉", "美仙", "绍云", "自强", "彩凤", "开寿", "红英", "德昌", "喆", "玥",
)  # fmt: skip


def plan(title: str = TITLE) -> Plan:
    """Four departments, eight indicators and an overall grade."""
    return draft(PRESETS["laochang"], title=title, appraisees=DEPARTMENTS)


def roll(seed: int = 2026) -> Roll:
    """53 people; the first seven deputies are the presidium and still vote once."""
    names = _names(Random(seed))  # noqa: S311  -- made-up names, not secrets
    return Roll(
        groups=tuple(DeputyGroup(key, label) for key, label, _ in _GROUPS),
        weightings=(WeightingGroup("deputies", "代表"),),
        people=tuple(
            _person(f"{key}-{number:02d}", name, group=key, presidium=key == "g1" and number <= 7)
            for key, _, size in _GROUPS
            for number, name in enumerate(islice(names, size), start=1)
        ),
    )


def _person(key: str, name: str, *, group: str, presidium: bool) -> Person:
    bodies = {Body.HIGHER_DEPUTY if group == "g6" else Body.DEPUTY}
    if presidium:
        bodies.add(Body.PRESIDIUM)
    return Person(key, name, frozenset(bodies), group=group, weighting="deputies")


def _names(chance: Random) -> Iterator[str]:
    pairs = [surname + given for surname in _SURNAMES for given in _GIVEN]
    chance.shuffle(pairs)
    return iter(pairs)

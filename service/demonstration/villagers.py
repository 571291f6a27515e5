"""Pretend households: their village groups, the questionnaire they get, what they answer."""

from collections.abc import Iterator, Sequence
from functools import cache
from random import Random
from typing import Final

from surveys.questionnaire.form import Questionnaire
from surveys.questionnaire.paste.reading import parse
from surveys.statistics.latent import Judging
from surveys.statistics.synthetic import Setting, draw_town
from surveys.values import Value

SEED: Final = 2026
Fields = dict[str, str | list[str]]


class VillageGroup(Value, frozen=True):
    """A village group (村小组): its households, and how many send their card back."""

    key: str
    label: str
    households: int
    returned: int
    near: bool
    """Whether the service hall is near: who lives far goes less."""


GROUPS: Final = (
    VillageGroup("maluotang-1", "马鹿塘村一组", 72, 61, near=True),
    VillageGroup("maluotang-2", "马鹿塘村二组", 64, 48, near=True),
    VillageGroup("potou-1", "坡头村一组", 58, 47, near=False),
    VillageGroup("potou-2", "坡头村二组", 66, 43, near=False),
    VillageGroup("hebian", "河边村小组", 78, 59, near=True),
    VillageGroup("xinjie", "新街社区一组", 60, 37, near=True),
    VillageGroup("shiqiao", "小石桥村小组", 9, 7, near=False),
)

TEXT: Final = """# 2026年便民服务和镇属部门民意调查
## 办事
1. 今年去过镇便民服务中心吗{#visited}
去过{#yes} / 没去过{#no}
2. 办过哪些事{#errands}（可多选）
A. 社保医保{#social}
B. 宅基地和土地{#land}
C. 惠农补贴{#subsidy}
D. 证件{#papers}
3. 到便民服务中心办事快不快{#speed}（量表1-5）（第1题选“去过”时）
## 村里的事
4. 最该先办哪件{#first}（排序，排前2名）
A. 修路{#road}
B. 供水{#water}
C. 路灯{#lamp}
D. 垃圾清运{#waste}
5. 比去年，村里的环境怎么样{#change}
A. 好一些{#better}
B. 差不多{#same}
C. 差一些{#worse}
D. 说不清{#unknown}
6. 您信不信提了意见有人管{#trust}（量表1-5）
## 对部门
7. 您对这几个部门的工作满意吗{#offices}（矩阵）
对象：镇财政所{#caizheng}、镇农业农村服务中心{#nongye}、镇社会事务办公室{#shehui}、镇自然资源所{#ziran}
等次：满意{#satisfied}、基本满意{#fairly}、不满意{#poor}、不了解{#unfamiliar}
总体评价{#overall}
8. 还有什么要说的{#else}（问答）（选填）
"""

_GRADES: Final = ("poor", "fairly", "satisfied")
_UNFAMILIAR: Final = "unfamiliar"
_OFFICES: Final = ("caizheng", "nongye", "shehui", "ziran")
_SAID: Final = (
    "路灯坏了半年没有人修。",
    "宅基地审批太慢，跑了三趟。",
    "补贴发得及时。",
    "希望把垃圾车改成每天来一次。",
    "我叫李国庆，家门口的水沟年年堵，请来看看。",
    "办证窗口态度好，就是人多要等。",
    "没有",
    "抽水站下午没有水，孩子放学没法洗澡。",
)


@cache
def form() -> Questionnaire:
    """The questionnaire as it was typed."""
    reading = parse(TEXT)
    assert not reading.unread, reading.unread
    return reading.form


@cache
def _minds() -> Sequence[tuple[int | None, ...]]:
    """What a synthetic town's voters think of four departments: 1 the worst, 3 the best."""
    town = draw_town(SEED, Setting(departments=len(_OFFICES), judging=Judging(quality=0.5)))
    return town.voters.minds()


def answer(group: VillageGroup, number: int) -> Fields:
    """What the n-th household of a group sends."""
    at = sum(each.returned for each in GROUPS[: GROUPS.index(group)]) + number
    marks = _minds()[at]
    chance = Random(SEED * 10_000 + at)  # noqa: S311  -- pretend opinions, not secrets
    mood = sum(mark or 2 for mark in marks) - 2 * len(marks)
    return {**_on_service(group, chance, mood), **_on_village(group, chance, mood),
            **dict(_on_offices(marks)), **_in_words(chance)}  # fmt: skip


def _on_service(group: VillageGroup, chance: Random, mood: int) -> Fields:
    errands = [key for key, share in (("social", 0.7), ("land", 0.2), ("subsidy", 0.45),
                                      ("papers", 0.3)) if chance.random() < share]  # fmt: skip
    told: Fields = {"q.errands": errands or ["social"]}
    if chance.random() > (0.8 if group.near else 0.45):
        return {**told, "q.visited": "no"}
    return {**told, "q.visited": "yes", "q.speed": _of_five(chance, mood)}


def _on_village(group: VillageGroup, chance: Random, mood: int) -> Fields:
    weights = (3, 1, 2, 1) if group.near else (5, 4, 1, 1)
    first, second = _two(chance, ("road", "water", "lamp", "waste"), weights)
    change = chance.choices(
        ("better", "same", "worse", "unknown"), (6 + max(0, mood), 5, 3 - min(0, mood), 0.6)
    )
    return {
        f"r.first.{first}": "1",
        f"r.first.{second}": "2",
        "q.change": change[0],
        "q.trust": _of_five(chance, mood),
    }


def _two(chance: Random, keys: Sequence[str], weights: Sequence[int]) -> tuple[str, str]:
    first = chance.choices(keys, weights)[0]
    left = [(key, weight) for key, weight in zip(keys, weights, strict=True) if key != first]
    return first, chance.choices([key for key, _ in left], [weight for _, weight in left])[0]


def _of_five(chance: Random, mood: int) -> str:
    return str(min(5, max(1, round(chance.gauss(3.7 + mood / 4, 0.8)))))


def _on_offices(marks: Sequence[int | None]) -> Iterator[tuple[str, str]]:
    (matrix,) = form().matrices()
    (indicator,) = matrix.indicators
    for office, mark in zip(_OFFICES, marks, strict=True):
        grade = _UNFAMILIAR if mark is None else _GRADES[mark - 1]
        yield f"m.{matrix.key}.{office}.{indicator.key}", grade


def _in_words(chance: Random) -> Fields:
    return {"q.else": chance.choice(_SAID) if chance.random() < 0.12 else ""}

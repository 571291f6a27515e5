"""Every finding as a plain sentence, and what no such sentence may say.

Written for a deputy who knows no statistics: no p-value, no 显著, no decimals that so few ballots
do not carry, no rank without its range, nobody called the last. How a thing was computed stands in
`reports.wording.methods`, on its own page.
"""

from collections.abc import Mapping
from typing import Final

from reports.wording.estimates import limits, written
from reports.wording.numbers import NOTHING
from surveys.statistics.reading import (
    Absence,
    Agreement,
    Comparison,
    Consistency,
    Flip,
    Means,
    OnRoll,
    PairsTold,
    Places,
    Reading,
    Scale,
    Worth,
)
from surveys.statistics.verdicts import NotComputable, Quadrant, Reason, Side

SIDES: Final[dict[Side, str]] = {
    Side.ABOVE: "高于平均",
    Side.LEVEL: "与平均相当",
    Side.BELOW: "低于平均",
}
NO_DATA: Final = "数据不足"
NOTHING_MORE: Final = "除公告里的数以外，没有可以补充的。"

REASONS: Final[dict[Reason, str]] = {
    Reason.NO_BALLOTS: "没有可用的选票",
    Reason.ONE_RATER: "只有一个人作了评价",
    Reason.ONE_DEPARTMENT: "只有一个部门，没有可比的对象",
    Reason.ONE_GROUP: "只有一个组，没有可比的对象",
    Reason.ONE_ITEM: "项目太少，无从比较各项",
    Reason.NO_VARIATION: "评价全部相同，没有差别可算",
    Reason.TOO_FEW: "人数太少，差别可能只是偶然",
    Reason.NO_PAIRS: "没有人同时评价过任何两个部门",
    Reason.LONELY_STRATUM: "有的层只有一份答卷，无法估计误差",
    Reason.NOT_CONVERGED: "加权没有算出稳定的结果",
    Reason.EMPTY_MARGIN: "有的类别没有人答，无法加权",
    Reason.UNKNOWN_CATEGORY: "有的答卷不属于任何已知类别",
    Reason.EVERYONE_VOTED: "应投的人都投了票，是完整的计数，没有误差范围",
    Reason.NO_WEIGHT: "权数不能用",
    Reason.NO_DEGREES_OF_FREEDOM: "答卷太少，无法估计误差",
    Reason.SINGULAR: "评价各部门的不是同一批人，或各项回答完全重复，分不开",
    Reason.NOT_INSTALLED: "本机没有安装所需的组件",
    Reason.UNRELIABLE: "估计不可靠",
    Reason.SEPARATE_BALLOTS: "各部门分票评价，看不出同一个人怎样评价不同部门",
    Reason.SEVERAL_ITEMS: "等次由几个项目共同决定，没有单独一项可数",
    Reason.WEIGHTED_GROUPS: "各组权重不同，不能合在一起推算",
    Reason.NO_GRADE: "没有等次可以比较",
    Reason.NO_OVERALL: "没有单独的总体评价，无从对照",
    Reason.ROLL_UNKNOWN: "票卡印多了，看不出哪个组有谁没有投票",
}

FORBIDDEN: Final = (
    "显著", "倒数", "最后一名", "p值", "P值", "p<", "P<", "居民认为", "群众认为", "趋势",
    "逐年", "NaN", "nan", "None", "inf",
)  # fmt: skip
"""What no public sentence says; a test looks for it in everything that is generated."""

CAVEAT: Final = (
    "这一部分是统计上的参考，由系统根据开箱选票推算，不是测评结果的一部分，"
    "不改变任何票数、比率、等次和名次。"
)
COMPARED: Final = (
    "看法是：圆点是平均，横线是它大致可靠的范围，虚线是各部门的平均。"
    "横线碰到虚线，就是与平均相当，差别可能只是偶然；整条横线都在虚线一侧，才说高于或低于平均。"
)
RANGES: Final = (
    "深色格子是这个部门可能的名次。换一批同样的人来评，名次多半仍落在这些格子里；"
    "格子重叠的部门，谁先谁后无法进一步区分。按票数排出的先后只对这一次投票成立。"
)
NO_RANGES: Final = "按票数可以排出先后，但换一批同样的人来评，先后很可能不同：从现有选票看，各部门的名次都无法区分。"
SAME_MARKS: Final = (
    "色越深越高，每幅图最低的一格用橙色和齿纹标出。数字取自公告附表，四舍五入到整数。"
)
NOT_SHOWN: Final = "不足5人评价的格子不显示。"
GROUPS_SHOWN: Final = (
    "“—”是不予公布的数：人太少，或者公布了就能推出别人怎么投的。合计是公告里的数，照常公布。"
)
TOTALS_ONLY: Final = "这一部门各组人数太少，只公布合计。"
ON_ROLL_MEANT: Final = (
    "“全体中满意的”假定没有投票的人与投票的人看法大体一样；不作任何假定的最低和最高见各部门的说明。"
)
NO_QUADRANT: Final = "各项指标与总体评价的关系，从现有选票分不出先后，不作归类。"
NO_CAUSE: Final = "这只说明与总体评价同高同低，不说明谁是原因。"
POINTS_MEANT: Final = "这里的平均按计票规则给各档规定的分数计算，不计不了解、弃权和未填。"
SHARES_MEANT: Final = (
    "计票规则没有给各档规定分数，这里的平均是在表达了意见的人（不计不了解、弃权和未填）中投“满意”的百分比，"
    "因此可能与公告的满意率略有不同。"
)

QUADRANTS: Final[dict[Quadrant, str]] = {
    Quadrant.IMPROVE: "与总体评价关系密切、评价偏低，宜优先改进",
    Quadrant.KEEP: "与总体评价关系密切、评价较高，宜继续保持",
    Quadrant.LOW_PRIORITY: "与总体评价关系不大、评价偏低，可以缓一步",
    Quadrant.POSSIBLE_OVERKILL: "与总体评价关系不大、评价较高",
    Quadrant.UNPLACED: "位置不确定，不作归类",
}


def say_scale(scale: Scale) -> str:
    """What a mean means here."""
    return POINTS_MEANT if scale.worth is Worth.POINTS else SHARES_MEANT


def say_reason(why: NotComputable) -> str:
    """The reason, ready to stand in brackets or after a colon."""
    return REASONS[why.reason]


def say_turnout(found: Absence | NotComputable, voted: int) -> str:
    """How many of those entitled voted.

    >>> say_turnout(Absence(3, (), "satisfied", 0, 1), 43)
    '46人中43人投票。'
    """
    if not isinstance(found, NotComputable):
        return f"{voted + found.missing}人中{voted}人投票。"
    match found.reason:
        case Reason.EVERYONE_VOTED:
            return f"应投的{voted}人都投了票，结果是完整的计数。"
        case Reason.NO_BALLOTS:
            return "没有收到可用的选票。"
        case _:
            return f"{voted}人投票。"


def say_absence(found: Absence | NotComputable, grade: str | None) -> str:
    """What those who did not vote could have changed.

    >>> met = Absence(3, ("满意",), "satisfied", 0, 1)
    >>> say_absence(met, "满意")
    '没有投票的3人无论怎样投，等次都是“满意”。'
    """
    if isinstance(found, NotComputable) or not found.grades or grade is None:
        return ""
    if found.grades == (grade,):
        return f"没有投票的{found.missing}人无论怎样投，等次都是“{grade}”。"
    met = "、".join(f"“{each}”" for each in found.grades)
    return f"没有投票的{found.missing}人如果都来投，等次可能是{met}中的一个。"


def say_flip(found: Flip | NotComputable) -> str:
    """How firm the grade is.

    >>> say_flip(Flip(3, 3)), say_flip(Flip(2, 4)), say_flip(Flip(1, None))
    ('至少要有3张票改投，等次才会改变。', '要有2至4张票改投，等次才会改变。', '')
    """
    if isinstance(found, NotComputable) or found.high is None:
        return ""
    if found.low == found.high:
        return f"至少要有{found.low}张票改投，等次才会改变。"
    return f"要有{found.low}至{found.high}张票改投，等次才会改变。"


def say_on_roll(found: OnRoll | NotComputable) -> str:
    """So many people, or a range of them.

    >>> say_on_roll(OnRoll(33, 36, 46))
    '46人中33至36人'
    """
    if isinstance(found, NotComputable):
        return NOTHING
    number = f"{found.low}" if found.low == found.high else f"{found.low}至{found.high}"
    return f"{found.population}人中{number}人"


def say_difference(found: Comparison | NotComputable, digits: int) -> str:
    """The difference from the average with its limits.

    >>> say_difference(Comparison(Side.ABOVE, 4.2, 0.4, 8.4), 0)
    '+4（+1至+9）'
    """
    if isinstance(found, NotComputable):
        return NOTHING
    low, high = limits(found, digits)
    return f"{written(found.difference, digits):+}（{low:+}至{high:+}）".replace(
        "-", "\N{MINUS SIGN}"
    )


def side_of(found: Comparison | NotComputable) -> str:
    """The label: 高于平均, 与平均相当, 低于平均 or 数据不足."""
    return NO_DATA if isinstance(found, NotComputable) else SIDES[found.side]


def say_side(found: Comparison | NotComputable) -> str:
    """The same as the first half of a sentence; `say_places` ends it.

    >>> say_side(Comparison(Side.LEVEL, 1.0, -2.0, 4.0))
    '评价与今年各部门的平均相当，'
    """
    if isinstance(found, NotComputable):
        return f"能否高于或低于平均：{NO_DATA}（{say_reason(found)}）；"
    match found.side:
        case Side.LEVEL:
            return "评价与今年各部门的平均相当，"
        case Side.ABOVE:
            return "评价高于今年各部门的平均，"
        case Side.BELOW:
            return "评价低于今年各部门的平均，"


def say_places(found: Places | NotComputable, departments: int) -> str:
    """A rank is never told without its range.

    >>> say_places(Places(2, 1, 3), 4), say_places(Places(1, 1, 1), 4)
    ('名次在第1至3名之间，无法进一步区分。', '名次能与其他部门区分开，为第1名。')
    """
    if isinstance(found, NotComputable):
        return f"名次范围：{NO_DATA}（{say_reason(found)}）。"
    if found.low == found.high:
        return f"名次能与其他部门区分开，为第{found.low}名。"
    if (found.low, found.high) == (1, departments):
        return f"名次无法区分，第1至{departments}名都有可能。"
    return f"名次在第{found.low}至{found.high}名之间，无法进一步区分。"


def say_uncompared(why: NotComputable) -> str:
    """Once for all departments."""
    return f"各部门之间的比较：{NO_DATA}（{say_reason(why)}）。不说谁高于或低于平均，也不列名次。"


def say_flagged(found: Means | NotComputable, skipped: int) -> str:
    """Only where raters who skipped a department move its mean."""
    if isinstance(found, NotComputable) or not found.flagged:
        return ""
    return f"有{skipped}人没有评价它，上面的比较已经扣除各人评价松紧不同的影响。"


def say_agreement(found: Agreement | NotComputable) -> str:
    """Whether raters see the departments alike.

    >>> say_agreement(Agreement(43, 0.4, 0.001, True, 0.9)).split("。")[0]
    '从同时评价全部部门的43人看，大家对部门高低的看法有一致之处，但各人差别不小'
    """
    if isinstance(found, NotComputable):
        return f"大家对部门高低的看法是否一致：{NO_DATA}（{say_reason(found)}）。"
    seen = f"从同时评价全部部门的{found.raters}人看，"
    if not found.told_apart:
        return f"{seen}看不出大家对部门高低有一致的看法。"
    how = (
        "大体一致" if found.w >= 0.5
        else "有一致之处，但各人差别不小" if found.w >= 0.2
        else "略有一致之处，各人差别很大"
    )  # fmt: skip
    return f"{seen}大家对部门高低的看法{how}。"


def say_pairs(reading: Reading, names: Mapping[str, str]) -> tuple[str, ...]:
    """Which departments can be told apart, pair by pair."""
    found = reading.pairs
    if isinstance(found, NotComputable):
        return (f"哪些部门能够区分：{NO_DATA}（{say_reason(found)}）。",)
    if not found.different:
        return (f"{found.compared}对部门两两相比，没有哪一对的差别大到可以排除偶然。",)
    told = "；".join(
        f"{names[better]}高于{'、'.join(names[each] for each in worse)}"
        for better, worse in _beaten(found).items()
    )
    left = found.compared - len(found.different)
    rest = f"其余{left}对的差别可能只是偶然。" if left else ""
    return (f"两两相比，同一批人的评价中可以区分的有：{told}。{rest}",)


def _beaten(found: PairsTold) -> dict[str, list[str]]:
    gathered: dict[str, list[str]] = {}
    for each in found.different:
        gathered.setdefault(each.better, []).append(each.worse)
    return gathered


def say_consistency(found: Consistency | NotComputable) -> str:
    """What the likeness of the indicators says of the questionnaire; nothing where unknown."""
    if isinstance(found, NotComputable):
        return ""
    items = f"{found.items}项指标"
    if found.low >= 0.9:
        return f"同一个人对{items}的评价非常接近，多半出自总体印象，逐项比较高低要谨慎。"
    if found.low >= 0.7:
        return f"同一个人对{items}的评价比较接近。"
    return f"同一个人对{items}的评价各有高低，逐项看更有意义。"

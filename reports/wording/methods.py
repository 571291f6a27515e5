"""The methods page: of every finding how it was computed and what must not be read into it.

Here, and nowhere else in public, stand p-values, names of tests and numbers that need them.
"""

from typing import Final

from reports.wording.findings import NO_DATA, say_reason
from surveys.statistics.reading import Agreement, Consistency, PairsTold, Reading
from surveys.statistics.verdicts import NotComputable

METHODS: Final[dict[str, tuple[str, str, str]]] = {
    "scale": (
        "比较用的分值",
        (
            "计票规则给各档规定了分数的，用规定的分数；没有规定的，满意计100、其他意见计0。"
            "不了解、弃权、未填不计。几个项目共同决定等次的，按规则的权重平均。"
        ),
        "不是公告的得分或满意率，只用来比较。",
    ),
    "flip": (
        "改票数",
        "按计票规则用整数和分数精确计算，求改变等次所需的最少票数。",
        "不说明有人会改投。",
    ),
    "absence": (
        "未投票者的影响",
        "没有投票的人全部投同一档，逐档代入计票规则，取最低和最高；不作任何假定。",
        "不说明未投票者的看法。",
    ),
    "on_roll": (
        "全体中满意的人数",
        "有限总体的超几何精确区间，两端各留2.5%；只在有人没有投票时给出。",
        "未投票者若与投票者有系统差别，区间不成立。",
    ),
    "means": (
        "校正均值",
        (
            "评价人与部门两因素可加模型，最小二乘；只对有人漏评的部门有差别，"
            "与简单平均相差超过满分的百分之一时说明。"
        ),
        "不能代替公告的数。",
    ),
    "comparison": (
        "与平均相比",
        (
            "均值分析：同一批人的成对协方差，最大t分布，各部门的区间同时成立；不作有限总体校正。"
            "20人以下不作比较。"
        ),
        "不能说明原因，也不能与别的年份比较。",
    ),
    "places": (
        "名次范围",
        (
            "名次的同时置信集：全部成对比较，逐步剔除，多元t分布"
            "（Mogstad、Romano、Shaikh、Wilhelm，doi 10.1093/restud/rdad006）；不作有限总体校正。"
        ),
        "不能离开范围单说名次。",
    ),
    "agreement": (
        "看法是否一致",
        "弗里德曼检验（校正同分）与肯德尔和谐系数W；概化系数G由方差分量计算。",
        "不一致不等于有人评得不对。",
    ),
    "pairs": (
        "两两相比",
        "符号秩检验；人数少或同分多时用符号翻转置换检验。霍尔姆法校正多次比较，5%水平。",
        "没有区分开不等于相同。",
    ),
    "heat": (
        "指标热力表",
        "公告附表的同一组数，不足5人评价的格子不显示。",
        "相近的数不宜分高低。",
    ),
    "consistency": (
        "各项指标的一致性",
        "克隆巴赫系数与费尔特区间，用每人对各部门的平均；30人以下不计算。",
        "系数高不说明指标有效。",
    ),
    "importance": (
        "重要性与表现",
        (
            "各指标与总体评价的斯皮尔曼相关作为重要性，平均作为表现，以各指标的平均为界，"
            "自助法1000次；跨界的不归类。30人、4项以下不计算。"
        ),
        "相关不是因果。",
    ),
    "breakdowns": (
        "分组表",
        (
            "不足5人的格子、意见完全一致的组不予公布，并隐去可以倒推它们的格子，"
            "用线性规划逐格检验；仍不能保护的只公布合计。"
        ),
        "不能用来推断个人。",
    ),
}
"""Field of the reading, or of its departments → what it is, how it is computed, what not to say."""

METHODS_TABLE: Final = "各项数值的算法和限度"
SEED: Final = "随机种子由测评方案的指纹产生：用同样的软件和选票再算一遍，结果逐字节相同。"


def say_numbers(reading: Reading) -> tuple[tuple[str, str], ...]:
    """The numbers that stand only on the methods page."""
    return (
        ("参加比较的选票", f"{reading.raters}张"),
        ("看法是否一致", _agreement(reading.agreement)),
        ("两两相比", _pairs(reading.pairs)),
        ("各项指标的一致性", _consistency(reading.consistency)),
    )


def say_software(reading: Reading) -> tuple[tuple[str, str], ...]:
    """What computed it, with which chance."""
    method = reading.method
    names = {"minping": "民评", "numpy": "NumPy", "scipy": "SciPy"}
    told = "，".join(
        f"{names.get(name, name)} {version}" for name, version in sorted(method.libraries.items())
    )
    return (
        ("软件", told),
        ("随机种子", method.seed),
        ("随机抽样次数", str(method.draws)),
        ("置信水平", f"{round(method.level * 100)}%"),
    )


def _agreement(found: Agreement | NotComputable) -> str:
    if isinstance(found, NotComputable):
        return f"{NO_DATA}：{say_reason(found)}"
    g = "" if isinstance(found.g, NotComputable) else f"，G={found.g:.2f}"
    return f"n={found.raters}，W={found.w:.2f}，{_p(found.p)}{g}"


def _pairs(found: PairsTold | NotComputable) -> str:
    if isinstance(found, NotComputable):
        return f"{NO_DATA}：{say_reason(found)}"
    each = "、".join(_p(pair.p_adjusted) for pair in found.different)
    return f"{found.compared}对，区分开{len(found.different)}对" + (
        f"（校正后{each}）" if each else ""
    )


def _consistency(found: Consistency | NotComputable) -> str:
    if isinstance(found, NotComputable):
        return f"{NO_DATA}：{say_reason(found)}"
    return f"n={found.raters}，系数{found.alpha:.2f}（{found.low:.2f}至{found.high:.2f}）"


def _p(p: float) -> str:
    return "p<0.001" if p < 0.001 else f"p={p:.3f}"

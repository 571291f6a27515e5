"""What a chart shows, said in words for whoever cannot see it, and the heads of its data."""

from typing import Final

SUMMARY: Final[dict[str, str]] = {
    "answers": "条形图，每个回答的人数和比例。",
    "grade-bars": "条形图，每个对象各等次票数的构成。",
    "scores": "点线图，每个对象的得分；括号内是不确定的范围。",
    "ranks": "名次范围图，每个对象可能的名次；范围内的名次无法进一步区分。",
    "heat": "热力表。",
    "trend": "折线图，历次测评的变化。",
    "turnout": "条形图，参加的人数与应参加的人数。",
}
"""By the tag of the chart."""

COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "answers": ("回答", "人数", "比例", "下限", "上限"),
    "grade-bars": ("对象",),
    "scores": ("对象", "得分", "下限", "上限"),
    "ranks": ("对象", "最高可能名次", "最低可能名次"),
    "heat": ("项目",),
    "trend": ("对象",),
    "turnout": ("范围", "参加", "应参加", "比率"),
}

SHARE: Final = "{label} {number} {unit}（{percent}）"
NO_VOTES: Final = "没有票"
AVERAGE: Final = "平均{value}{unit}"
NOT_ASKED: Final = "未测评"
HEAT: Final = "{rows}个项目、{columns}个对象，从{low}{unit}到{high}{unit}"
LOWEST: Final = "最低的是{column}“{row}”，{value}{unit}"

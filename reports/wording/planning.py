"""What the page of a new evaluation says of what was typed, and how its lines are written."""

from typing import Final

from reports.wording.rule_aftermath import CLASSES

REHEARSAL: Final = "【模拟】"
"""What the title of a rehearsal begins with."""
BAR: Final = " | "

MISTAKES: Final[dict[str, str]] = {
    "no_title": "还没有填测评名称。",
    "title_too_long": "测评名称超过 {limit} 个字。",
    "no_department": "还没有填被评议部门，一行写一个。",
    "department_parts": "部门第 {line} 行有多余的内容。请按“名称 | 类别 | 负责人”写。",
    "department_class": "部门第 {line} 行的类别“{word}”看不懂。请写镇属、派驻或市级，不写算镇属。",
    "department_twice": "部门第 {line} 行“{word}”和前面的重复。",
    "too_long": "“{word}”太长，最多 {limit} 个字。",
    "indicator_twice": "指标第 {line} 行“{word}”和前面的重复。",
    "no_indicator": "还没有填测评指标，也没有勾选总体评价。",
    "too_many": "部门最多 {departments} 个，指标最多 {indicators} 项。",
    "groups_differ": "这套规则要分“{wanted}”计票，名册里的计票组是“{found}”。请改规则或重新导入名册。",
}

CLASS_OF: Final[dict[str, str]] = {label: key for key, label in CLASSES.items()}


def explain_planning(code: str, data: dict[str, str | int]) -> str:
    """The sentence of a mistake.

    >>> explain_planning("no_title", {})
    '还没有填测评名称。'
    """
    return MISTAKES[code].format_map(data)

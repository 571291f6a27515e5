"""What asks the presidium to look, in words that accuse nobody. None of it is ever published."""

from typing import Final

from reports.wording.findings import NO_DATA, say_reason
from surveys.statistics.reading import Alarm, Prompting
from surveys.statistics.verdicts import NotComputable

HEADING: Final = "异常提示（只供主席团，不公布）"
CALM: Final = "没有发现需要留意的情况。"
RIGHTS: Final = "提示只是请主席团看一看：不改变计票，不指向任何人，也不能据此查找是谁的票。"


def say_prompting(found: Prompting, groups: dict[str, str]) -> tuple[str, ...]:
    """Every alarm, what could not be looked at, how often it is a false one, even ballots."""
    raised = tuple(_alarm(alarm, groups) for alarm in found.raised)
    left = tuple(
        f"{_where(name.partition(':')[2], groups)}是否有相同的答卷：{NO_DATA}（{say_reason(why)}）。"
        for name, why in found.left_out.items()
    )
    calm = (CALM,) if found.alarms and not raised else ()
    return (*raised, *calm, *left, *_odds(found), *_even(found))


def _alarm(alarm: Alarm, groups: dict[str, str]) -> str:
    return (
        f"{_where(alarm.group or '', groups)}的{alarm.ballots}张票中，有{alarm.largest}张逐项完全相同"
        "（全部选同一档的不算），比评价手松手紧能解释的多。"
    )


def _where(group: str, groups: dict[str, str]) -> str:
    return groups.get(group, "全体")


def _odds(found: Prompting) -> tuple[str, ...]:
    """How many alarms there would be with nothing amiss."""
    if not found.alarms:
        return ()
    times = round(1 / found.expected_false) if found.expected_false > 0 else 0
    checks = len(found.alarms)
    return (
        (
            f"共查看{checks}项。即使一切正常，平均每{times}次测评也会误报1次"
            f"（这一次预期误报不超过{found.expected_false:.2f}项）。{RIGHTS}"
        ),
    )


def _even(found: Prompting) -> tuple[str, ...]:
    if isinstance(found.even, NotComputable):
        return ()
    return (
        (
            f"{found.even.ballots}张票中有{found.even.alike}张各项都选同一档，这是正当的投票；"
            f"不计这些票，各部门的平均最多变动{found.even.shift:.0f}（满分100）。"
        ),
    )

"""What the front page says of each survey."""

from typing import Final

from reports.wording.numbers import official_date
from surveys.stages import Stage

GOING_ON: Final[dict[Stage, str]] = {
    Stage.PREPARED: "还没有开始",
    Stage.OPEN: "正在投票",
    Stage.PAUSED: "暂停",
    Stage.CLOSED: "已截止，等待计票",
    Stage.COUNTED: "已截止，等待确认",
    Stage.CONFIRMED: "已确认，等待公布",
}
ASKING: Final[dict[Stage, str]] = {
    **GOING_ON,
    Stage.OPEN: "正在填写",
    Stage.CLOSED: "已截止，等待统计",
    Stage.COUNTED: "已截止，等待公布",
}
"""The same of a poll."""
PROGRAM: Final = "民评"
"""In whose name the site speaks before a town is set up."""
CONSULTING: Final = "正在征求意见"
DIGESTING: Final = "已截止，正在汇总"


def say_published(at: str) -> str:
    """When a result was published.

    >>> say_published("2026-03-20T15:00:00+08:00"), say_published("")
    ('2026年3月20日公布', '已公布')
    """
    return f"{official_date(at)}公布" if at else "已公布"


def say_digest_published(at: str) -> str:
    """When the digest of a consultation was published."""
    return f"{official_date(at)}公布汇总"

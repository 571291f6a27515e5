"""What somebody who comes to vote is told: how long there is, what is done, why nothing opens."""

from datetime import datetime
from typing import Final

STANDINGS: Final[dict[str, str]] = {
    "ready": "还没投",
    "begun": "已领票，还没投完",
    "stamped": "您已领票",
    "voided": "不用手机投",
}
"""How one ballot of a person stands."""
WHOLE: Final = "全部部门"
"""A ballot of all departments together."""
HALTED: Final[dict[str, str]] = {
    "prepared": "投票还没有开始。请等主持人宣布，再刷新这一页。",
    "paused": "投票暂停，请稍候。",
    "closed": "投票已截止，不再收票。",
    "counted": "投票已截止，不再收票。",
    "confirmed": "投票已截止，不再收票。",
    "published": "投票已截止，结果已经公布，可以在首页看到。",
}
"""By stage: why there is nothing to vote on."""


def say_deadline(closes: datetime, now: datetime) -> str:
    """Until when; both are civil times.

    >>> say_deadline(datetime(2026, 3, 8, 11, 30), datetime(2026, 3, 8, 9))
    '今天 11:30 前投票'
    """
    day = "今天" if closes.date() == now.date() else f"{closes:%m月%d日}"
    return f"{day} {closes:%H:%M} 前投票"


def say_size(departments: int, minutes: int) -> tuple[str, ...]:
    """How much there is to do.

    >>> say_size(4, 3)
    ('4 个部门', '约 3 分钟')
    """
    return f"{departments} 个部门", f"约 {minutes} 分钟"

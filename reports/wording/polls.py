"""What is said of polls: to whoever answers one, and to whoever reads what it found."""

from datetime import datetime
from typing import Final

from surveys.manifest import Custody
from surveys.poll import Entry

_BY_CARD: Final = (
    "不记名问卷：票卡上没有姓名，系统不知道哪张卡在谁手里。"
    "答案送到服务器后才封存，封存前程序能读到；"
)
_BY_LINK: Final = (
    "不记名问卷：不问姓名，不要登录。答案送到服务器后才封存，封存前程序能读到；"
)
_KEY: Final[dict[Custody, str]] = {
    Custody.SYSTEM: "开箱密钥由系统保管，截止后才开箱。",
    Custody.SCRUTINEERS: "开箱密钥由监票人分别保管，截止后到场才能开箱。",
}

PARTICIPANTS_ONLY: Final = (
    "这份问卷用公开链接填写，系统无法阻止同一个人填两次；结果只代表参与者。"
)

ENTRIES: Final[dict[str, str]] = {"cards": "凭票卡填写", "open_link": "公开链接"}
HOLDERS: Final[dict[str, str]] = {"household": "每户一张", "person": "从名册随机抽人"}
KINDS: Final[dict[str, str]] = {
    "SingleChoice": "单选",
    "MultipleChoice": "多选",
    "Scale": "打分",
    "Number": "填数字",
    "Ranking": "排序",
    "ShortText": "一行文字",
    "LongText": "几行文字",
    "GradeMatrix": "逐项选档",
}


def say_poll_secrecy(entry: Entry, custody: Custody) -> str:
    """The honest sentences a voter reads before they begin."""
    match entry:
        case Entry.CARDS:
            return _BY_CARD + _KEY[custody]
        case Entry.OPEN_LINK:
            return _BY_LINK + _KEY[custody] + PARTICIPANTS_ONLY


def say_beginning(at: datetime | None) -> str:
    """When a poll begins, as a clause; nothing where that was not announced.

    >>> say_beginning(datetime(2026, 11, 20, 8, 0))
    '，11月20日 8:00开始'
    """
    return f"，{at.month}月{at.day}日 {at.hour}:{at.minute:02}开始" if at else ""

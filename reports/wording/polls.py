"""What is said of polls: to whoever answers one, and to whoever reads what it found."""

from datetime import datetime
from typing import Final

from reports.wording.proof import KEPT, ON_ARRIVAL
from reports.wording.stages import STAGES
from surveys.manifest import Custody
from surveys.poll import Entry, Holder, PollManifest

_BY_CARD: Final = f"不记名问卷：票卡上没有姓名，系统不知道哪张卡在谁手里。{ON_ARRIVAL}"
_BY_LINK: Final = f"不记名问卷：不问姓名，不要登录。{ON_ARRIVAL}"

PARTICIPANTS_ONLY: Final = "这份问卷用公开链接填写，系统无法阻止同一个人填两次；结果只代表参与者。"

SAMPLE: Final = "票卡发给从名册随机抽取的人；没有交回答卷的人怎么想，这里不知道。"
HOUSEHOLDS: Final = "票卡每户一张；没有交回答卷的户怎么想，这里不知道。"

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


_STAGES: Final[dict[str, str]] = STAGES | {
    "prepared": "已定稿",
    "open": "正在填写",
    "paused": "暂停填写",
    "counted": "已统计，待公布",
}


def say_poll_stage(stage: str) -> str:
    """What a stage of a poll is called: nobody confirms its count."""
    return _STAGES[stage]


def say_poll_secrecy(entry: Entry, custody: Custody) -> str:
    """The honest sentences a voter reads before they begin."""
    match entry:
        case Entry.CARDS:
            return _BY_CARD + KEPT[custody]
        case Entry.OPEN_LINK:
            return _BY_LINK + KEPT[custody] + PARTICIPANTS_ONLY


def say_representation(manifest: PollManifest) -> str:
    """For whom the numbers speak."""
    if manifest.entry is Entry.OPEN_LINK:
        return PARTICIPANTS_ONLY
    if manifest.frame is not None and manifest.frame.holder is Holder.PERSON:
        return SAMPLE
    return HOUSEHOLDS


def say_beginning(at: datetime | None) -> str:
    """When a poll begins, as a clause; nothing where that was not announced.

    >>> say_beginning(datetime(2026, 11, 20, 8, 0))
    '，11月20日 8:00开始'
    """
    return f"，{at.month}月{at.day}日 {at.hour}:{at.minute:02}开始" if at else ""


COUNTED_IN: Final = "户人张"
"""What a clerk may write behind the number of a group."""
MISTAKES: Final[dict[str, str]] = {
    "no_form": "还没有选问卷。",
    "bad_form": "问卷文件读不懂：{detail}。请改好再贴，或者从存好的问卷里选。",
    "unknown_questionnaire": "选的问卷已经不在了，或者还没有校好。请重新选。",
    "group_parts": "第 {line} 行看不懂。请按“组名 | 数”写，数是 1 到 {most} 的整数。",
    "group_twice": "第 {line} 行“{word}”和前面的重复。",
    "group_unknown": "第 {line} 行“{word}”不在名册的小组里。随机抽人要用名册里的组名。",
    "group_long": "第 {line} 行的组名超过 {most} 个字。",
    "no_group": "还没有填给哪些组发票卡、各发多少，一行写一个组。",
    "too_many_groups": "组太多，最多 {most} 个。",
    "too_many_cards": "票卡合计超过 {most} 张。",
    "bad_time": "时间看不懂，请按“年-月-日 时:分”填。",
}


def explain_polling(code: str, **data: str | int) -> str:
    """The sentence of a mistake in the plan of a poll.

    >>> explain_polling("no_form")
    '还没有选问卷。'
    """
    return MISTAKES[code].format_map(data)


HEAPS: Final[dict[str, str]] = {
    "open": "还没有审阅",
    "released": "要公布",
    "left_out": "不公布",
    "all": "全部",
}
"""Comments by what was decided about them."""
VERDICTS: Final[dict[str, str]] = {
    "accepted": "原样公布",
    "redacted": "改写后公布",
    "left_out": "不公布",
}
HELD_BACK: Final = "这一题写了文字的不到 {minimum} 人，为免认出是谁，审阅了也不公布。"

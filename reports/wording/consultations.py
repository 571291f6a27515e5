"""What is said of a consultation: to whoever sends an opinion, to whoever handles it."""

from typing import Final

from surveys.consultation.consultation import Consultation, Naming
from surveys.consultation.review import (
    Accepted,
    Forwarded,
    Merged,
    Received,
    Redacted,
    Replied,
    SetAside,
    State,
)

STAGES: Final[dict[str, str]] = {
    "drafted": "草稿",
    "open": "正在征求",
    "closed": "已截止，待汇总",
    "digested": "已汇总，待公布",
    "published": "已公布",
    "void": "已作废",
    "extend": "改截止时间",
}

STATES: Final[dict[str, str]] = {
    "received": "待处理",
    "accepted": "采纳",
    "merged": "并入同样的意见",
    "redacted": "改写后采纳",
    "forwarded": "转办",
    "replied": "答复",
    "set_aside": "不采纳",
    "undone": "撤回",
}
"""What staff call a state, and the step that leads to it."""

EVERY: Final = "全部"
"""All opinions, whatever their state."""
PREPARING: Final = "{title}征求意见"
"""A consultation that prepares an evaluation."""

NAMINGS: Final[dict[str, str]] = {
    "named": "实名：必须写姓名",
    "optional": "姓名可写可不写",
    "open": "不问姓名",
}

_READ: Final = (
    "您写的意见，主席团工作人员会逐条阅读和处理；{unsealed}不加封，管理服务器的人也读得到。"
    "转办和公布时可能引用您的原话，请不要在意见里写自己或别人的电话、身份证号。"
)
_ASKED: Final[dict[Naming, str]] = {
    Naming.NAMED: "这次是实名征询，要写姓名。",
    Naming.OPTIONAL: "姓名、电话可以不写。写了的，",
    Naming.OPEN: "这次不问姓名，也不要登录。",
}
_PRINTED: Final[dict[Naming, str]] = {
    Naming.NAMED: "汇总时不带姓名，除非您勾选同意。",
    Naming.OPTIONAL: "汇总时不带姓名。",
}

OPEN_TO_ALL: Final = "谁都可以提，同一个人也可以提几次；汇总里的条数不代表人数。"

AT_LARGE: Final = "其他意见"
"""What is about no subject, or about all."""


TABLE: Final[dict[str, str]] = {
    "number": "编号",
    "about": "关于",
    "words": "意见原文",
    "state": "处理",
    "printed": "汇总用的文字",
    "became": "处理情况",
    "name": "姓名",
    "contact": "联系方式",
}
"""Columns of the opinions as a table."""

FORMATS: Final[dict[str, str]] = {"xlsx": "Excel", "csv": "CSV（附字段说明）", "sav": "SPSS"}
"""What opinions can be taken out as."""


def say_taking_out(consultation: Consultation) -> str:
    """Which names stand in the table, told to whoever takes it out.

    >>> say_taking_out(Consultation("道路规划", (), Naming.OPEN))
    '这次没有问姓名，表里没有姓名。'
    """
    if consultation.naming is Naming.OPEN:
        return "这次没有问姓名，表里没有姓名。"
    if consultation.seen_by:
        return f"表里有姓名和联系方式：征询时已经写明会告诉{consultation.seen_by}。不要交给别人。"
    if consultation.naming is Naming.NAMED:
        return "表里只有同意公布的人的姓名。其他姓名和联系方式只在“处理意见”里看得到，不取出。"
    return "表里没有姓名：征询时没有写明会告诉别人，姓名只在“处理意见”里看得到。"


def say_naming(consultation: Consultation) -> str:
    """The honest sentence on who sees names, said before anybody writes.

    >>> say_naming(Consultation("道路规划", (), Naming.OPEN))[:17]
    '这次不问姓名，也不要登录。您写的意'
    """
    naming = consultation.naming
    if naming is Naming.OPEN:
        return _ASKED[naming] + _READ.format(unsealed="意见")
    others = f"，另外会告诉{consultation.seen_by}" if consultation.seen_by else ""
    seen = f"姓名和电话在系统里只有秘书看得到{others}，用来核实和回访。"
    read = _READ.format(unsealed="意见和姓名、电话都")
    return _ASKED[naming] + seen + _PRINTED[naming] + read


def say_stage(stage: str) -> str:
    """A stage, or a step that leads to none.

    >>> say_stage("digested")
    '已汇总，待公布'
    """
    return STAGES.get(stage, stage)


def say_state(state: str) -> str:
    """A state in the words of those who handle it.

    >>> say_state("set_aside")
    '不采纳'
    """
    return STATES.get(state, state)


def digest_title(title: str) -> str:
    """Name the digest after its consultation.

    >>> digest_title("道路规划征求意见"), digest_title("道路规划")
    ('道路规划征求意见情况汇总', '道路规划征求意见情况汇总')
    """
    return f"{title.removesuffix('征求意见')}征求意见情况汇总"


def say_matter(title: str) -> str:
    """What opinions were asked on, as it stands in a sentence.

    >>> say_matter("道路规划征求意见")
    '“道路规划”'
    """
    return f"“{title.removesuffix('征求意见')}”"


def say_chapter(label: str) -> str:
    """The heading of a subject; a number of its own stays inside the quotation marks.

    >>> say_chapter("一、道路"), say_chapter("")
    ('关于“一、道路”的意见', '其他意见')
    """
    return f"关于“{label}”的意见" if label else AT_LARGE


def say_times(times: int) -> str:
    """How often it was said, before the words; once is not said.

    >>> say_times(3), say_times(1)
    ('3条意见提出：', '')
    """
    return f"{times}条意见提出：" if times > 1 else ""


def say_handled(states: dict[str, int]) -> str:
    """How all opinions were handled, in one clause.

    >>> say_handled({"accepted": 2, "merged": 1, "set_aside": 1})
    '采纳2条，并入同样的意见1条，不采纳1条'
    """
    return "，".join(f"{say}{states[key]}条" for key, say in STATES.items() if key in states)


def say_fate(state: State) -> str:
    """What became of an opinion, told to whoever sent it.

    >>> say_fate(Merged(3))
    '已采纳：和别人的意见相同，合在一起汇总。'
    """
    match state:
        case Received():
            return "已收到，还没有处理。"
        case Accepted():
            return "已采纳，写入汇总。"
        case Merged():
            return "已采纳：和别人的意见相同，合在一起汇总。"
        case Redacted(reason=reason):
            return f"已采纳，文字有改写。改写的理由：{reason}"
        case Forwarded(to=to, on=on):
            return f"已采纳，{on} 转{to}办理，还没有答复。"
        case Replied(to=to, on=on):
            return f"已采纳，{on} 转{to}办理，已有答复。" if to else "已采纳，已有答复。"
        case SetAside(reason=reason):
            return f"没有采纳。理由：{reason}"


def say_received(number: int) -> str:
    """How many opinions there are."""
    return f"{number} 条"


def say_coming_in(number: int, until: str) -> str:
    """How many there are so far, and until when more may come.

    >>> say_coming_in(3, "2026-09-10 18:00")
    '3 条 · 2026-09-10 18:00 截止'
    """
    return f"{say_received(number)} · {until} 截止"


def say_details(state: State) -> list[tuple[str, str]]:
    """What a state carries, label by label."""
    match state:
        case Merged(into=into):
            return [("并入", f"第 {into} 条")]
        case Redacted(reason=reason):
            return [("改写的理由", reason)]
        case SetAside(reason=reason):
            return [("理由", reason)]
        case Forwarded(to=to, on=on):
            return [("转办", f"{on} 转{to}")]
        case Replied(reply=reply, to=to, on=on):
            forwarded = [("转办", f"{on} 转{to}")] if to else []
            return [*forwarded, ("答复", reply)]
        case _:
            return []

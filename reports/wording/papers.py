"""What the papers of an evaluation are called, when they come, and what may be written in them."""

from typing import Final

PAPERS: Final[dict[str, tuple[str, str]]] = {
    "rules": ("计票规则说明", "把这次测评怎么计票、怎么定等次写成一份文件，会前印发。"),
    "roll": ("名册", "定稿时冻结的应到人员，按代表小组排列。"),
    "sign-in": ("签到表", "会场签到用；只记谁到会，不记谁拿了哪张票。"),
    "ballot": ("测评票（纸质）", "不用手机的人用笔填写，印多少份都一样。"),
    "tally": ("计票结果报告单", "当场打印，监票人、计票人、主持人签字。"),
    "notice": ("测评结果公告", "向社会公布，逐个部门写明。"),
    "circular": ("测评结果通报", "发给各有关单位，表格作附件。"),
    "posting": ("测评结果公示", "在网页和公开栏公示，计票规则作注。"),
    "board": ("公开栏大字公告", "一页大字，贴在村（社区）公开栏。"),
    "years": ("历年测评结果对照表", "主席团内部参考：同样算法的历次结果放在一起；算法不同的不列。"),
    "opinion": ("评议意见", "主席团给每个部门的评议意见。"),
    "own-report": ("部门测评反馈报告", "每个部门看自己的结果、平均水平和意见建议。"),
    "rectification": ("整改通知", "要求部门逐条整改，附整改台账。"),
    "reply": ("整改情况报告（格式）", "部门填报整改情况用的格式。"),
}
"""Title, and what it is for."""

SINCE: Final[dict[str, str]] = {
    "prepared": "方案定稿以后就能出",
    "counted": "开箱计票以后就能出",
    "published": "结果公布以后就能出",
}
"""When a paper comes, as a list of papers says it."""

SLOTS: Final[dict[str, str]] = {
    "opening": "开头",
    "close": "结尾",
    "demand": "工作要求",
    "demands": "整改要求",
    "deadlines": "时限要求",
    "reporting": "报告方式",
    "review": "跟踪检查",
    "each": "整改办法",
    "objections": "异议反映",
    "where": "在哪里看全部结果",
    "verdict": "总的评价",
    "merits": "主要成绩",
    "problems": "存在问题",
    "advice": "意见建议",
    "mend": "整改建议",
    "work": "整改工作开展情况",
    "answers": "逐条整改情况",
    "left": "还没有改好的",
    "next": "下一步打算",
}
OTHER_SLOT: Final = "可以改的文字"
OMITTED: Final = "略"
"""What is typed where something had to be written and nothing shall be."""
WRITTEN_ABOVE: Final = "【待填】写在上面的“{label}”里。"

ENTRIES: Final[dict[str, tuple[str, str]]] = {
    "number": ("发文字号", "例如 老人大发〔2026〕3号"),
    "addressee": ("主送", "不填就用文件自己的"),
    "copies": ("抄送", "几个单位用顿号分开"),
    "printed_by": ("印发机关", "不填就没有版记"),
    "place": ("地点", "例如 镇政府三楼会议室"),
    "problems": ("要整改的问题", "一行一条，会编号，也写进整改台账"),
    "comments": ("转告的意见建议", "一行一条，签发以前都可以改。只写工作人员看过、隐去姓名的话。"),
}
"""What the office adds to a paper, and how to write it."""

REMARKS: Final[dict[str, str]] = {"fit": "可以转告", "left_out": "不转告", "taken": "已收入"}
"""What was decided about a remark; unreviewed ones say nothing."""


def say_review(title: str, number: int, verdict: str) -> str:
    """In the chronicle, what was decided about which remark for which paper.

    >>> say_review("反馈报告", 3, "fit")
    '《反馈报告》第 3 条：可以转告'
    """
    return f"《{title}》第 {number} 条：{REMARKS[verdict]}"


def say_taken_in(title: str, number: int) -> str:
    """In the chronicle, how many remarks went into a paper at once.

    >>> say_taken_in("反馈报告", 3)
    '《反馈报告》收入 3 条'
    """
    return f"《{title}》收入 {number} 条"


FIGURE: Final = "（图）"
TABLE: Final = "（表）"
QR_CODE: Final = "（二维码）"
SIGNATURE: Final = "（签字）"
"""What stands on the screen for what only the paper shows."""

LINES: Final = frozenset({"problems", "comments"})
"""Entries of several lines."""

"""Stages and deeds as the workbench and the refusals say them."""

import re
from datetime import datetime
from typing import Final

STAGES: Final[dict[str, str]] = {
    "drafted": "草稿",
    "prepared": "已定稿，待投票",
    "open": "正在投票",
    "paused": "暂停投票",
    "closed": "已截止",
    "counted": "已计票，待确认",
    "confirmed": "已确认，待公布",
    "published": "已公布",
    "void": "已作废",
    "opened": "已开箱",
    "attendance": "填写实到人数",
    "extend": "改截止时间",
    "void-slips": "作废余票",
}
"""What a stage, or a step that leads to none, is called."""

DEEDS: Final[dict[str, str]] = {
    "draft": "起草测评",
    "revise": "修改方案",
    "prepare": "定稿，冻结名册",
    "freeze": "打印票卡",
    "attendance": "填写实到人数",
    "open": "开始投票",
    "pause": "暂停投票",
    "resume": "继续投票",
    "extend": "改截止时间",
    "void-slips": "作废余票",
    "close": "截止投票",
    "void": "宣布作废",
    "open-box": "开箱计票",
    "count": "计票完成",
    "hold-remarks": "意见建议太少，没有放出",
    "confirm": "监票人确认",
    "publish": "批准公布",
    "issue-paper": "签发文书",
    "issued-paper": "文书印好留存",
    "published": "公布完成",
    "draft-poll": "起草问卷",
    "revise-poll": "修改问卷",
    "prepare-poll": "问卷定稿",
    "freeze-poll": "冻结问卷方案",
    "open-poll": "开始填写",
    "pause-poll": "暂停填写",
    "resume-poll": "继续填写",
    "extend-poll": "改截止时间",
    "close-poll": "截止填写",
    "draft-consultation": "起草意见征询",
    "revise-consultation": "修改意见征询",
    "open-consultation": "开始征求意见",
    "extend-consultation": "改截止时间",
    "close-consultation": "截止征求意见",
    "review-opinion": "处理意见",
    "take-out-opinions": "取出全部意见",
    "review-comment": "审阅写下的意见",
    "review-remark": "审阅、收入代表的意见建议",
    "digest-consultation": "定下汇总",
    "digested-consultation": "汇总印好",
    "publish-consultation": "公布汇总和答复",
    "found-town": "设立乡镇",
    "import-roll": "导入名册",
    "take-out-roll": "下载名册",
    "take-on": "添加工作人员",
    "new-password": "重发初始密码",
    "dismiss": "停用工作人员",
    "hand-over-key": "改由监票人持钥",
    "rehearse-key": "分钥匙试开成功",
    "give-back-key": "改回系统保管钥匙",
    "ask-cosigner": "定由监票人联署",
    "take-cosigner": "收下联署机的公开钥匙",
    "drop-cosigner": "改回不联署",
    "refused-opening": "提前开箱，被拒绝",
    "print-personal-codes": "打印绑定码",
    "reissue-personal-code": "补发绑定码",
    "seal-paper": "纸质票封进票箱",
    "quote-poll": "并列民意调查",
    "drop-quotation": "撤下并列的民意调查",
    "destroy-key": "销毁票箱钥匙",
    "destroy-stamp-keys": "销毁封票用的密钥",
}
"""What was done, as the chronicle tells it."""

PROGRAMS: Final[dict[str, str]] = {"minping": "系统", "opener": "开箱程序"}
"""Who did it, where it was no person."""


def say_stage(stage: str) -> str:
    """A stage in words; what is no stage stays as it is.

    >>> say_stage("closed"), say_stage("elsewhere")
    ('已截止', 'elsewhere')
    """
    return STAGES.get(stage, stage)


_FINGERPRINT: Final = re.compile(r"\b[0-9a-f]{64}\b ?")


_SAID: Final[dict[str, str]] = {
    "attendance": "实到 {} 人",
    "confirm": "监票人 {}",
    "take-out-opinions": "{} 条",
    "take-out-roll": "{} 人",
    "review-comment": "第 {} 条",
}
"""What is said around a detail that is kept bare."""


def say_detail(action: str, detail: str) -> str:
    """What the chronicle keeps beside a deed, in words; fingerprints are shown elsewhere.

    >>> say_detail("attendance", "40"), say_detail("prepare", "entitled=46")
    ('实到 40 人', '应到 46 人')
    >>> say_detail("extend", "2026-11-23T14:48:20+08:00")
    '改到 14:48'
    """
    match action:
        case _ if action in _SAID:
            return _SAID[action].format(detail.removeprefix("#"))
        case "prepare" | "import-roll":
            return f"应到 {detail.removeprefix('entitled=')} 人"
        case "extend" | "extend-poll" | "extend-consultation":
            moment = datetime.fromisoformat(detail)
            return (
                f"改到 {moment:%H:%M}"
                if action == "extend"
                else f"改到 {moment.month}月{moment.day}日 {moment:%H:%M}"
            )
        case "void-slips":
            number, _, witnesses = detail.partition(" ")
            return f"{number} 张，监票人 {witnesses}"
        case "open-box" | "publish" if detail:
            return f"第二人 {detail}"
        case "hand-over-key":
            needed, _, names = detail.partition(" ")
            return f"{names}，任意 {needed} 人开箱"
        case "take-on":
            return detail.partition(" ")[0]
        case "prepare-poll":
            return f"抽样种子 {detail}" if detail else ""
        case _ if action.startswith(("draft", "revise")):  # its title stands on the page
            return ""
        case _:
            return _FINGERPRINT.sub("", detail)

"""The heading of a page that says no; the sentence under it is the refusal's own."""

from typing import Final

HEADINGS: Final[dict[str, str]] = {
    "form": "这张测评表要改一下",
    "form.other_version": "测评表已经更新",
    "rules": "计票规则有问题",
    "roll": "名册没有导入",
    "stage": "现在不能做这一步",
    "slip": "这张票卡不能用",
    "slip.unknown": "没有这张票卡",
    "slip.throttled": "请稍等一会儿",
    "box": "现在不能投票",
    "box.void": "这次测评已经作废",
    "box.closed": "投票已截止",
    "box.over": "投票已截止",
    "box.paused": "投票暂停",
    "box.not_open": "投票还没有开始",
    "box.unreachable": "这张票还没有收到",
    "session": "这次测评不能确认",
    "publication": "公布的文件有问题",
    "signin": "登录没有成功",
    "signin.required": "请先登录",
    "poll.not_open": "还没有开始填写",
    "poll.paused": "填写暂停",
    "poll.over": "填写已截止",
    "poll.void": "这次调查已经作废",
    "consultation.not_open": "还没有开始征求意见",
    "consultation.over": "征求意见已截止",
    "consultation.void": "这次征求意见已经作废",
    "consultation.crowded": "意见还没有收下",
    "consultation.unknown_code": "没有这个查询码",
    "stamp": "这张票还没有投出",
    "voter": "登录没有成功",
    "voter.no_door": "这次测评不用手机登录",
    "voter.no_right": "现在不能投票",
    "voter.signed_out": "登录已经过期",
    "desk.no_kiosk": "这台设备还不是投票机",
    "file": "文件没有读入",
    "press": "文件没有打印成",
    "paper.not_yet": "现在还不能出这份文件",
    "request.not_printed": "文件没有打印成",
    "request.unavailable": "服务器忙",
    "request.unknown_page": "没有这个页面",
    "request.fault": "系统出错了",
}

_ANY: Final = "这一步没有办成"


def heading(code: str) -> str:
    """The heading of a refusal, by its code or else by its family.

    >>> heading("slip.voided"), heading("box.closed")
    ('这张票卡不能用', '投票已截止')
    """
    return HEADINGS.get(code) or HEADINGS.get(code.partition(".")[0], _ANY)

"""A verification report in Chinese: each check with what it read, each difference with its place,
and what the published files cannot prove.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final, cast

from surveys.verification.recount import BLANK, OVERMARKED
from surveys.verification.report import ABSENT, Finding, Limit, Report

TITLES: Final[dict[str, str]] = {
    "files.present": "公布的文件齐全",
    "fingerprint.printed": "通告所印指纹",
    "manifest.canonical": "测评方案文件的写法",
    "result.canonical": "结果文件的写法",
    "manifest.protocol": "文件格式版本",
    "manifest.fingerprint": "测评方案指纹",
    "manifest.survey": "同一次测评",
    "manifest.rules": "计票规则可以照算",
    "manifest.stamps": "盖章的钥匙与票种一一对应",
    "manifest.cosigner": "外章由监票人联署",
    "sealed.canonical": "封票清单的写法",
    "sealed.leaf": "信封与封票号",
    "sealed.order": "封票清单排序、不重复",
    "sealed.group": "封票清单的组别",
    "sealed.stamp": "每个信封的外章",
    "sealed.number": "封票数",
    "sealed.root": "封票清单总指纹",
    "sealed.witness": "监票人见证单",
    "box.canonical": "开箱选票的写法",
    "box.fingerprint": "开箱选票指纹",
    "box.order": "选票排序、不重复",
    "box.nonce": "选票随机号不重复",
    "box.stamp": "每张选票的内章",
    "box.survey": "选票属于本次测评",
    "box.group": "选票的组别",
    "box.unit": "选票的票种",
    "box.answers": "选票合乎测评表",
    "withheld.shape": "只公布合计的组，合计自洽",
    "withheld.group": "只公布合计的组，与规则一致",
    "balance.groups": "各组的封票都开了，或者有打不开的原因",
    "balance.reasons": "没有开出选票的信封都有原因",
    "stamps.numbers": "领票、投票、差额",
    "slips.issued": "发出不多于印制",
    "slips.returned": "收回不多于发出",
    "slips.people": "一人不领两张",
    "meeting.numbers": "会议票数",
    "meeting.quorum": "法定人数",
    "meeting.confirmation": "监票人签字",
    "recount.appraisees": "评议对象",
    "recount.ballots": "各对象的票数",
    "recount.counts": "各项得票",
    "recount.bases": "各项基数",
    "recount.metrics": "比率与得分",
    "recount.grade": "等次",
    "recount.standing": "名次",
    "receipt.readable": "回执可读",
    "receipt.manifest": "回执属于本次测评",
    "receipt.code": "回执查询码",
    "receipt.signature": "回执签名",
    "receipt.leaf": "回执的信封在封票清单里",
    "opening.readable": "各自开箱的文件",
    "opening.manifest": "各自开箱的是这份测评方案的票箱",
    "opening.root": "各自开箱的是这份封票清单",
    "opening.ballots": "公布的选票与各自开箱的逐张相同",
    "opening.withheld": "只公布合计的组，按各自开箱的票重数",
    "opening.spoiled": "废票与各自开箱的相同",
    "opening.remarks": "几份开箱文件的意见相同",
}

HELD: Final[dict[str, str]] = {
    "files.present": "{files}",
    "fingerprint.printed": "与 result.json 的 SHA-256 一致，核对了 {of} 位中的前 {digits} 位",
    "manifest.canonical": "manifest.json，{bytes} 字节",
    "result.canonical": "result.json，{bytes} 字节",
    "manifest.protocol": "{protocol}",
    "manifest.fingerprint": "{fingerprint}",
    "manifest.survey": "{survey}",
    "manifest.rules": "“{title}”，{items} 项指标",
    "manifest.stamps": "{keys} 把公钥",
    "manifest.cosigner": "{names}；{keys} 把外章公钥都含联署机的一半",
    "sealed.canonical": "sealed.jsonl，{lines} 行",
    "sealed.leaf": "{lines} 个信封逐个重算",
    "sealed.order": "{lines} 行",
    "sealed.group": "{lines} 行",
    "sealed.stamp": "{lines} 个逐个验章",
    "sealed.number": "{envelopes} 个信封",
    "sealed.root": "{root}",
    "sealed.witness": "{root}",
    "box.canonical": "box.jsonl，{lines} 行",
    "box.fingerprint": "{fingerprint}",
    "box.order": "{lines} 张",
    "box.nonce": "{lines} 张",
    "box.stamp": "{lines} 张逐张验章",
    "box.survey": "{lines} 张",
    "box.group": "{lines} 张",
    "box.unit": "{lines} 张",
    "box.answers": "{lines} 张",
    "withheld.shape": "{groups} 个组的合计按公布的数计入，没有逐票复核",
    "withheld.group": "{groups} 个组只公布合计，界线为 {least}",
    "balance.groups": "{groups} 个组",
    "balance.reasons": "{sealed} 个信封里 {reasons} 个",
    "stamps.numbers": "领票 {outer}，投票 {sealed}，差额 {difference}",
    "slips.issued": "发出 {issued} 张，印制 {printed} 张",
    "slips.returned": "开出 {opened} 张，发出 {issued} 张",
    "slips.people": "同一对象最多发出 {most} 张，实到 {present} 人",
    "meeting.numbers": "实到 {present} 人，发出 {issued} 张，收回 {returned} 张",
    "meeting.quorum": "够法定人数：{quorate}",
    "meeting.confirmation": "{scrutineers} 人，规则要求至少 {least} 人",
    "recount.appraisees": "{appraisees} 个",
    "recount.ballots": "{appraisees} 个对象的发出、收回、有效、废票、弃权",
    "recount.counts": "{cells} 格逐格重数",
    "recount.bases": "{cells} 格",
    "recount.metrics": "{metrics} 个数，精确到分数",
    "recount.grade": "{appraisees} 个对象",
    "recount.standing": "{appraisees} 个对象",
    "receipt.readable": "{receipts} 张",
    "receipt.manifest": "{receipts} 张",
    "receipt.code": "{receipts} 张",
    "receipt.signature": "{receipts} 张",
    "receipt.leaf": "{receipts} 张",
    "opening.readable": "{openings} 份，开箱结果指纹 {fingerprints}",
    "opening.manifest": "{openings} 份",
    "opening.root": "{root}",
    "opening.ballots": "{groups} 个组，{lines} 张逐张比对",
    "opening.withheld": "{groups} 个组的合计逐个重数",
    "opening.spoiled": "{unopened} 张，各组、各种原因的张数",
    "opening.remarks": "{remarks} 条",
}

_VALUES: Final = "公布的是 {published}，重算是 {recounted}"

_ASTRONOMIC: Final = 10**30
"""Nobody reads such a number, and Python itself writes none of thousands of digits."""

_PLACE: Final = "{where}："

DIFFERS: Final[dict[str, str]] = {
    "files.present": "缺少 {file}",
    "fingerprint.printed": "通告印的是 {printed}，result.json 的 SHA-256 是 {computed}",
    "manifest.canonical": "{file} 第 {line} 行：{detail}",
    "result.canonical": "{file} 第 {line} 行：{detail}",
    "manifest.protocol": "{file} 写的是 {published}，本程序只认 {recounted}",
    "manifest.fingerprint": "result.json 记的是 {published}，manifest.json 重算是 {recounted}",
    "manifest.survey": "result.json 记的是 {published}，manifest.json 是 {recounted}",
    "manifest.stamps": "“{group}”组“{unit}”票：票权 {published}，印制 {recounted}，或者钥匙重复、太短",
    "manifest.cosigner": "“{group}”组“{unit}”票：外章公钥里没有联署机的一半，或者那一半重复、太短，或者没写由谁联署",
    "manifest.rules": "manifest.json 里“{name}”没有定义、重复或不能用，无法复算",
    "sealed.canonical": "{file} 第 {line} 行：{detail}",
    "sealed.leaf": "sealed.jsonl 第 {line} 行：封票号 {leaf} 不是这个信封的哈希",
    "sealed.order": "sealed.jsonl 第 {line} 行：封票号 {leaf} 没有排在上一行之后",
    "sealed.group": "sealed.jsonl 第 {line} 行：没有“{group}”这个组",
    "sealed.stamp": "sealed.jsonl 第 {line} 行：{leaf} 的外章不是这个组、这种票的",
    "sealed.number": "封票数" + _VALUES,
    "sealed.root": "封票清单总指纹" + _VALUES,
    "sealed.witness": "见证单印的是 {published}，sealed.jsonl 重算是 {recounted}",
    "box.canonical": "{file} 第 {line} 行：{detail}",
    "box.fingerprint": "result.json 记的是 {published}，box.jsonl 重算是 {recounted}",
    "box.order": "box.jsonl 第 {line} 行：没有按选票哈希排在上一行之后",
    "box.nonce": "box.jsonl 第 {line} 行：随机号 {nonce} 已经出现过",
    "box.stamp": "box.jsonl 第 {line} 行：选票 {nonce} 的内章不是这个组、这种票的",
    "box.survey": "box.jsonl 第 {line} 行：选票写的是测评“{survey}”",
    "box.group": "box.jsonl 第 {line} 行：没有“{group}”这个组",
    "box.unit": "box.jsonl 第 {line} 行：“{group}”组没有印过“{unit}”这种票",
    "box.answers": "box.jsonl 第 {line} 行：“{question}”的答案不是测评表能填出来的",
    "withheld.shape": "“{group}”组，{appraisee}：公布的合计不自洽（{place}）",
    "withheld.group": (
        "“{group}”组：只公布合计 {given} 人，逐票公布 {shown} 人；不足 {least} 人的组只公布合计"
    ),
    "balance.groups": (
        "“{group}”组：封票 {sealed}，开出 {opened}，打不开 {unopened}，发出 {issued}"
    ),
    "balance.reasons": "按原因合计 {reasons} 个，按组合计 {groups} 个，或者原因不是开箱时能有的",
    "stamps.numbers": (
        "“{group}”组“{unit}”票：票权、内章、外章、投票公布的是 {published}，信封 {recounted} 个，合不上"
    ),
    "slips.issued": "“{group}”组“{unit}”票：发出 {published}，印制 {recounted}",
    "slips.returned": "“{group}”组“{unit}”票：发出 {published}，开出 {recounted}",
    "slips.people": "同一对象发出 {most} 张，多于实到 {present} 人",
    "meeting.numbers": "{field}：" + _VALUES,
    "meeting.quorum": "够法定人数：" + _VALUES + "；不够法定人数的测评不能公布",
    "meeting.confirmation": "不同的监票人 {published} 人，规则要求至少 {recounted} 人且不重名",
    "recount.appraisees": _VALUES,
    "recount.ballots": _PLACE + _VALUES,
    "recount.counts": _PLACE + _VALUES,
    "recount.bases": _PLACE + "基数" + _VALUES,
    "recount.metrics": _PLACE + _VALUES,
    "recount.grade": _PLACE + _VALUES,
    "recount.standing": _PLACE + _VALUES,
    "receipt.readable": "第 {number} 张：{detail}",
    "receipt.manifest": "第 {number} 张（{code}）：回执写的是 {published}，本次测评是 {recounted}",
    "receipt.code": "第 {number} 张（{code}）：查询码应当是 {recounted}",
    "receipt.signature": "第 {number} 张（{code}）：不是本次测评的票箱签的",
    "receipt.leaf": "第 {number} 张（{code}）：封票清单里没有 {leaf}",
    "opening.readable": "第 {number} 份不是开箱文件（opened.json）：{detail}",
    "opening.manifest": "第 {number} 份写的测评方案是 {recounted}，公布的是 {published}",
    "opening.root": "第 {number} 份开的封票清单是 {recounted}，公布的是 {published}",
    "opening.ballots": (
        "第 {number} 份，“{group}”组：公布的有 {strange} 张不是这次开箱开出来的，"
        "开出来的有 {missing} 张没有公布"
    ),
    "opening.withheld": "第 {number} 份，“{group}”组：公布的合计有 {totals} 个同重数的不一样",
    "opening.spoiled": "第 {number} 份，{where}：公布的是 {published} 张，这次开出是 {recounted} 张",
    "opening.remarks": "第 {number} 份有 {more} 条意见第 1 份没有，少了第 1 份的 {fewer} 条",
}

LIMITS: Final[dict[str, str]] = {
    "opening.complete": (
        "开箱是否如实：{sealed} 个信封是否正好开出公布的选票、打不开的是否真的打不开，"
        "要由持钥人另行独立开箱比对（本次比对了 {openings} 份；是不是各自开的，程序看不出）。"
    ),
    "slips.entitled": "发出的 {issued} 张票卡是否都发给了有权测评的人；这要看会场签到和监票人。",
    "pairs.dropped": (
        "是否有人把一个信封连同它的同组选票一起拿掉，只看文件查不出来。查得出的有四样："
        "投票人的回执（本次核对了 {receipts} 张）、开箱前的监票人见证单（本次核对了：{witness}）、"
        "领了票没有投出的差额（本次 {difference} 张，拿掉一张差额就多一张）、"
        "监票人各自独立开箱（本次比对了 {openings} 份）。"
    ),
    "stamps.given": (
        "登记处是否多盖了章：盖了内章没有封进票箱的有 {replaceable} 份，"
        "不老实的开箱人若有投票人串通，可以拿来调换。"
        "回执、见证单和差额都查不出调换，只有监票人各自独立开箱、同公布的比对才查得出（本次比对了 {openings} 份）。"
    ),
    "server.read": "服务器在封票的那一刻是否偷看：本次答案由服务器封存，封存前程序能读到。",
    "groups.withheld": ("人数少的组（{groups}）只公布合计，这些合计照公布的数计入，没有逐票复核。"),
    "meeting.observed": "应到、实到和作废票卡数是会场记录，文件里没有别的东西可以核对。",
    "remarks.apart": "文字意见不在公布的文件里，没有核对。",
}

FIELDS: Final[dict[str, str]] = {
    "entitled": "应到",
    "invited": "应邀",
    "present": "实到",
    "printed": "印制",
    "voided": "作废",
    "issued": "发出",
    "returned": "收回",
    "valid": "有效",
    "spoiled": "废票",
    "abstained": "弃权",
    "grade": "等次",
    "vetoed": "一票否决",
    "withheld": "只公布合计",
    "doors.printed": "各种投票方式的印制和资格",
    "doors.voided": "各种投票方式的作废",
    "doors.returned": "电子票的收回",
    "doors.least": "各种投票方式的最小数",
}

WORDS: Final[dict[str, str]] = {
    **FIELDS,
    BLANK: "空白",
    OVERMARKED: "多选",
    ABSENT: "没有这一项",
    "items": "各项指标",
    "cells": "部门乘指标（超过 20000 格）",
    "sums": "指标、选项、算法与计票组相乘（超过 5000 万次计算）",
    "denominators": "权重和分值（公分母超过 12 位）",
    "standing": "名次",
    "top": "前几名",
    "bottom": "后几名",
    "blank": "空白",
    "overmarked": "多选",
    "partial": "漏选",
    "over_quota": "超过名额",
    "wrong_form": "不合测评表",
    "unreadable": "打不开",
    "wrong_group": "组别不符",
    "wrong_unit": "票种不符",
    "unstamped": "没有真的内章",
    "wrong_survey": "不是本次测评",
    "duplicate": "重复",
    "no newline": "行尾没有换行",
    "not canonical": "不是规范写法（空格、键的次序、多余或缺少的字段）",
}


def say(report: Report) -> list[str]:
    """The verdict, every check, and what cannot be proven, one line each."""
    return [_verdict(report), *_checks(report), *_limits(report)]


def _verdict(report: Report) -> str:
    held = sum(finding.ok for finding in report.findings)
    if report.passed:
        return f"核验通过：{held} 项检查全部相符。"
    failed = len({finding.check for finding in report.findings if not finding.ok})
    return f"核验不通过：{failed} 项检查不符，{len(report.unexamined)} 项没能检查。"


def _checks(report: Report) -> Iterator[str]:
    for finding in report.findings:
        yield f"{'✓' if finding.ok else '✗'} {TITLES[finding.check]}：{explain(finding)}"
    for check in report.unexamined:
        yield f"✗ {TITLES[check]}：前面有读不了或不能照算的，这一项没能检查"


def _limits(report: Report) -> Iterator[str]:
    if report.unprovable:
        yield "公布的文件不能证明的："
    for limit in report.unprovable:
        yield f"· {_limit(limit)}"


def explain(finding: Finding) -> str:
    """What one check read, or what differs and where.

    >>> explain(Finding("box.order", ok=False, data={"line": 3}))
    'box.jsonl 第 3 行：没有按选票哈希排在上一行之后'
    """
    if "more" in finding.data:
        return f"还有 {finding.data['more']} 处，不再列出"
    sentences = HELD if finding.ok else DIFFERS
    return sentences[finding.check].format_map(_said(finding.data))


def _limit(limit: Limit) -> str:
    return LIMITS[limit.about].format_map(_said(limit.data))


def _said(data: Mapping[str, object]) -> dict[str, str]:
    said = {key: _say(value) for key, value in data.items()}
    if "field" in data:
        said["field"] = FIELDS[str(data["field"])]
    return said


def _say(value: object) -> str:
    if value is None:
        return "（无）"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | Fraction) and abs(value) >= _ASTRONOMIC:
        return "一个 30 位以上的数"
    if isinstance(value, dict):
        numbers = cast("dict[str, int]", value)
        return "、".join(f"{_say(key)} {_say(n)}" for key, n in sorted(numbers.items())) or "0"
    if isinstance(value, tuple):
        return "，".join(_say(part) for part in cast("tuple[object, ...]", value))
    return WORDS.get(str(value), str(value))

"""What a poll's report says: of whom it speaks, of what is withheld, of each kind of question."""

from typing import Final

from reports.wording.numbers import WITHHELD

TITLE: Final = "{title}民意调查报告"
OPENING: Final = "{when}，{congress}开展了“{title}”民意调查，现将结果报告如下。"
CARDS: Final = "共发出票卡{issued}张，收回答卷{sealed}份，其中有效{valid}份，收回率{rate}。"
LINK: Final = "问卷用公开链接填写，收到答卷{sealed}份，其中有效{valid}份。"
UNOPENED: Final = "无效{number}份（{reasons}）。"
PARTICIPANTS: Final = "以下人数和比例仅代表参与者，不代表全体居民。"
RETURNED_ONLY: Final = "以下比例以作答的人为基数。"

ASKED: Final = "问到{asked}人，作答{answered}人。"
WROTE: Final = "问到{asked}人，写了文字的{answered}人。"
TOO_FEW: Final = "作答不足{minimum}人，不公布分布。"
MEASURES: Final = (
    "平均{mean}{unit}{span}，中位数{median}{unit}；作答的人中间一半在{lower}至{upper}{unit}。"
)
GAVE: Final = "“{answer}”{number}人（{share}%{span}）"
SEVERAL: Final = "可以选几项，各项比例之和会超过100%。"
RANKED: Final = "平均名次只按把该项排进名次的人计算，数字小的排在前。"
QUOTED: Final = "以下是经审阅、可以公开的意见，隐去了姓名和能认出人的内容："
NOT_QUOTED: Final = "文字意见另行汇总。"
FINGERPRINTS: Final = (
    "调查方案和调查结果的电子文件一并公布。文件的指纹如下，有一个字符不同，就不是同一份文件。"
)

BY_GROUP: Final = "分组统计表"
HIDDEN: Final = WITHHELD
HIDDEN_NOTE: Final = (
    "“＊”表示人数太少，或者为了不让别的格子被推算出来，不予公布；合计仍是准确的数。"
)
MERGED_NOTE: Final = "人数太少的小组并在一行。"
RARE_NOTE: Final = "很少有人选的回答并在一列。"
GROUP: Final = "小组"
TOTAL: Final = "合计"
TURNOUT: Final = "各小组收回情况"
TURNOUT_HEADS: Final[dict[str, str]] = {"returned": "已收回", "not_returned": "未收回"}
BLANK: Final = "未填"
ANSWER: Final = "回答"
POINTS: Final = "分值"
NUMBER: Final = "人数"
SHARE: Final = "比例"
FIRST: Final = "排第一"
AVERAGE: Final = "平均"
MEDIAN: Final = "中位数"
MEAN_RANK: Final = "平均名次"
SUBJECT: Final = "对象"
INDICATOR: Final = "指标"
PEOPLE: Final = "人"
PEOPLE_AND_SHARE: Final = "人、%"

CHOSEN: Final = "选了"
NOT_CHOSEN: Final = "没有选"
UNPLACED: Final = "没有排"
NTH: Final = "第{place}"
POINTS_OF: Final = "{points}分"
COLUMNS: Final[dict[str, str]] = {
    "question": "题目代码",
    "part": "题目的一部分",
    "title": "题目",
    "group": "小组代码，合并的用加号连接；total 是全体",
    "group_title": "小组",
    "answer": "回答代码，合并的用加号连接",
    "answer_title": "回答",
    "number": "人数；空着的不予公布",
}
"""Columns of the open data and what they hold."""
DATA_NOTE: Final = (
    "受保护的统计表：少于{minimum}人的格子不予公布，并隐去可以倒推它们的格子；全体的人数是准确的。"
)

BY_GROUPS: Final = "分小组"
TABLES: Final = "{title}统计表"
CONFIDENCE: Final = "置信区间"
REFERENCE: Final = "参考区间"
SURE: Final = "把握有多大"
SURE_SAMPLE: Final = (
    "票卡发给从名册{population}人中随机抽取的人。区间是95%的置信区间："
    "没有抽到和没有交回的人若与作答的人没有系统差别，全体的比例多半落在区间里。"
)
SURE_RETURNED: Final = (
    "共有{population}户，每户发了一张票卡。区间是参考区间："
    "没有交回的若与作答的没有系统差别，全体的比例多半落在区间里；有差别时，区间不成立。"
)
SURE_NOBODY: Final = "仅代表参与者：谁来填是自己决定的，这样的比例不推算全体，也没有误差范围。"
SURE_WHOLE: Final = "应答的都作答了，是完整的计数，没有误差范围。"
WEIGHED: Final = "按小组大小加权的估计"
WEIGHED_HOW: Final = (
    "各小组交回的多少不一样。这里按每个小组的{holder}数加权（{margins}），"
    "使每个小组在合计里的份量同它的大小相称。"
    "有效答卷{answers}份，加权后相当于{effective}份同样份量的答卷；"
    "最大的权数是平均的{largest}倍{trimmed}。"
    "加权只能补各组交回多少的不同，补不了同一组里谁愿意答的不同。"
)
TRIMMED: Final = "，其中{number}份的权数削到了上限"
WEIGHED_NONE: Final = "没有加权：{reason}。"
WEIGHED_LEFT: Final = "没有列出的回答，或者只问了一部分人，或者加权数会透露不予公布的格子。"
ESTIMATE: Final = "加权估计"
RAW: Final = "未加权"
HOUSEHOLD: Final = "户"
PERSON: Final = "人"

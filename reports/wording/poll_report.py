"""What a poll's report says: of whom it speaks, of what is withheld, of each kind of question."""

from typing import Final

TITLE: Final = "{title}民意调查报告"
OPENING: Final = "{opened}至{closed}，{congress}开展了“{title}”民意调查，现将结果报告如下。"
CARDS: Final = "共发出票卡{issued}张，收回答卷{sealed}份，其中有效{valid}份，收回率{rate}。"
LINK: Final = "问卷用公开链接填写，收到答卷{sealed}份，其中有效{valid}份。"
UNOPENED: Final = "无效{number}份（{reasons}）。"
PARTICIPANTS: Final = "以下人数和比例仅代表参与者，不代表全体居民。"
RETURNED_ONLY: Final = "以下比例以作答的人为基数。"

ASKED: Final = "问到{asked}人，作答{answered}人。"
WROTE: Final = "问到{asked}人，写了文字的{answered}人。"
TOO_FEW: Final = "作答不足{minimum}人，不公布分布。"
MEASURES: Final = (
    "平均{mean}{unit}，中位数{median}{unit}；作答的人中间一半在{lower}至{upper}{unit}。"
)
GAVE: Final = "“{answer}”{number}人（{share}%）"
SEVERAL: Final = "可以选几项，各项比例之和会超过100%。"
RANKED: Final = "平均名次只按把该项排进名次的人计算，数字小的排在前。"
QUOTED: Final = "以下是经审阅、可以公开的意见，隐去了姓名和能认出人的内容："
NOT_QUOTED: Final = "文字意见另行汇总。"

BY_GROUP: Final = "分组统计表"
HIDDEN: Final = "＊"
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
MEAN_RANK: Final = "平均名次"
SUBJECT: Final = "对象"
INDICATOR: Final = "指标"
PEOPLE: Final = "人"
PEOPLE_AND_SHARE: Final = "人、%"

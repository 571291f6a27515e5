"""What the papers of an evaluation say of the voters' block (选民意见) beside its result."""

from typing import Final

TITLE: Final = "选民意见（不计入测评结果）"
APART: Final = (
    "这一部分不是测评结果，不计入票数、得分和等次，也不能同测评结果相加减。"
    "它摘自另外进行的民意调查“{title}”（编号{poll}），{when}填写，{published}公布。"
)
ASKED: Final = "问的是“{question}”。"
CARDS: Final = "发出票卡{issued}张，有效答卷{valid}份。"
LINK: Final = "问卷用公开链接填写，有效答卷{valid}份。"
SHARES: Final = "选民意见：各部门的人数和比例"
OWN_SHARES: Final = "选民意见：你单位的人数和比例"
INTERVALS: Final = "选民意见：比例的{interval}"
WEIGHED: Final = "选民意见：加权的估计和{interval}"
DEPARTMENT: Final = "部门"
ANSWERED: Final = "作答"
ANSWER: Final = "回答"
NUMBER: Final = "人数"
SHARE: Final = "比例"
ESTIMATE: Final = "估计"
ENDS: Final = "区间"
OWN_ESTIMATE: Final = "加权估计"
OF_ANSWERED: Final = "比例以对这个部门作答的人为基数，选哪一项都算作答。"
EFFECTIVE: Final = "有效答卷（n）{valid}份，加权后的有效样本量（n_eff）{effective}份。"
UNWEIGHED: Final = "有效答卷（n）{valid}份；没有加权的估计，不另算有效样本量。"
UNTOLD: Final = "各小组交回的多少不一样；加权的估计会透露不予公布的格子，没有列出。"
NAMED: Final = "问卷里是这样问的：{names}。"
NAMED_SO: Final = "{name}是“{label}”"
FEW: Final = "{names}作答不足{minimum}人，不公布分布。"
SOME: Final = "{names}只问了一部分人，以问到的人为准。"
NOT_ASKED: Final = "这次调查没有问到{names}。"
FIND: Final = "全文见这次民意调查的报告；调查结果的指纹如下，与报告上印的逐字相同。"
RESULT: Final = "调查结果"


def say_quoted(title: str, poll: str, number: int) -> str:
    """What the chronicle keeps of naming a poll.

    >>> say_quoted("便民服务民意调查", "p7", 4)
    '便民服务民意调查（p7），对应4个部门'
    """
    return f"{title}（{poll}），对应{number}个部门"


BY_NAME: Final = "名称相同"
OTHER_NAME: Final = "没有同名的；代码相同的是“{label}”，是不是同一个，请核对"
BY_NOTHING: Final = "没有同名的，请核对：问到了就选，没有问到就不选"


def say_matched(question: str, matched: int, of: int) -> str:
    """One question of a poll in the list.

    >>> say_matched("您对这几个部门满意吗", 3, 4)
    '“您对这几个部门满意吗”，4个部门里有3个同名'
    """
    return f"“{question}”，{of}个部门里有{matched}个同名"

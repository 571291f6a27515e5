"""What a proofreader says of a rule set: one sentence a fault, naming the place."""

from typing import Final

from surveys.rules.complaints import Complaint, Fault

SENTENCES: Final[dict[Fault, str]] = {
    Fault.NO_OPTION: "“{where}”没有选项。",
    Fault.NO_ITEM: "“{where}”没有测评指标。",
    Fault.NO_METRIC: "“{where}”没有比率或得分。",
    Fault.NO_GROUP: "“{where}”没有计票组。",
    Fault.NO_DRIVER: "“{where}”没有一项指标决定结果。请选定一项，如“总体评价”。",
    Fault.TWICE: "“{where}”用了两次，请改成不同的名称。",
    Fault.UNKNOWN_OPTION: "“{where}”用到选项“{found}”，规则里没有这个选项。",
    Fault.UNKNOWN_METRIC: "规则用到“{where}”，却没有定义它怎样计算。",
    Fault.UNKNOWN_GROUP: "“{where}”部门的权重里有计票组“{found}”，规则里没有这个计票组。",
    Fault.UNKNOWN_CLASS: "没有“{where}”这一类部门，不能为它定权重。",
    Fault.UNKNOWN_GRADE: "否决条款里的等次“{where}”不在等次表里。",
    Fault.EMPTY_METRIC: "“{where}”没有指明计算哪几档的票。",
    Fault.NO_VALUES: "“{where}”要按分值计算，但没有一个选项有分值。",
    Fault.OUTSIDE_BASE: "“{where}”计算选“{found}”的票，这些票却不在它的基数里。",
    Fault.NO_OTHERWISE: "最后一个等次“{where}”还有条件，有的结果会落空。最后一档应为“其余的”。",
    Fault.UNREACHABLE: "等次“{where}”无论怎样投票都得不到，前面的等次已经把它盖住。",
    Fault.OUT_OF_RANGE: "“{where}”与{found}比较没有意义。比率应写成0到1之间的数，如80%写成4/5。",
    Fault.IDLE_VETO: "否决条款的上限“{where}”已是最高等次，不起作用。",
    Fault.WEIGHT_MISSING: "“{where}”没有权重，别的却有。请都填上。",
    Fault.WEIGHT_IDLE: "“{where}”有权重，但这套规则用不到。请删去权重，或改用加权计算。",
    Fault.WEIGHT_SIGN: "“{where}”的权重小于零。",
    Fault.WEIGHT_SUM: "{where}的权重相加是{found}，应为1。",
    Fault.PEOPLE_BY_GROUP: "“{where}”以人数为基数，不能分组加权：人数不分计票组。",
    Fault.QUORUM: "法定人数“{found} {where}”没有意义。应为“超过”或“达到”应到人数的几分之几。",
    Fault.TELLERS: "监票人数为{where}，至少要有1人。",
    Fault.OPTION_NOT_ON_FORM: "规则里的选项“{where}”，测评表上没有。",
    Fault.OPTION_NOT_IN_RULES: "测评表上的选项“{where}”，规则里没有，不知怎样计票。",
    Fault.ITEM_NOT_ON_FORM: "规则里的指标“{where}”，测评表上没有。",
    Fault.ITEM_NOT_IN_RULES: "测评表上的指标“{where}”，规则里没有，不知怎样计票。",
    Fault.OTHER_WORD: "规则里叫“{where}”，测评表上叫“{found}”。请统一。",
    Fault.BLANK_ALLOWED: "“{where}”允许不选，规则却不接受没有选的票。请改一处。",
    Fault.NO_MATRIX: "“{where}”没有可计票的等次表。",
}


def complain(complaint: Complaint) -> str:
    """The sentence of a complaint.

    >>> complain(Complaint(Fault.WEIGHT_SUM, "代表、群众", "9/10"))
    '代表、群众的权重相加是9/10，应为1。'
    """
    return SENTENCES[complaint.fault].format(where=complaint.where, found=complaint.found)

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
    Fault.TWO_MATRICES: "“{where}”在测评表里出现在两张表中，不知该计哪一张的票。请只留一处。",
    Fault.POINTS_DIFFER: "“{where}”与规则的打分范围不同：规则为{found}。请统一。",
    Fault.POINTS: "打分范围“{where}”没有意义：最低分应小于最高分，每一步都要落在范围内，选项的编号不能是分数。",
    Fault.SPAN_IDLE: "“{where}”写了分数段，但这套规则不打分。",
    Fault.SPAN_OUTSIDE: "“{where}”的分数段{found}超出打分范围，或最低分高于最高分。",
    Fault.SPAN_OVERLAP: "“{where}”与“{found}”的分数段重叠，同一个分数会算作两档。",
    Fault.SPAN_GAP: "“{where}”的打分范围里，{found}分不属于任何一档。",
    Fault.SPAN_ROLE: "“{where}”有分数段，就不能另有分值，也不能是不了解、弃权或不计入有效票。",
    Fault.UNKNOWN_ITEM_OPTION: "指标“{where}”用到选项“{found}”，规则里没有这个选项。",
    Fault.UNKNOWN_ITEM: "条件里的指标“{where}”，规则里没有。",
    Fault.ITEM_SCALE: "指标“{where}”只用部分选项，测评表却让人从全部选项里选。这套规则只能用来计算现成的数。",
    Fault.QUOTA_OPTION: "名额限制的选项“{where}”，规则里没有，或者是一个分数段。",
    Fault.QUOTA_DIFFERS: "“{where}”的名额限制与规则不同，投票人会在不知情时投出废票。请统一。",
    Fault.UNKNOWN_BODY: "计票组“{where}”属于“{found}”，联合评议的单位里没有它。",
    Fault.BODY_IDLE: "联合评议的“{where}”没有一个计票组。",
    Fault.SAMPLING: "“{where}”的抽样比例{found}没有意义，应大于0、不超过1。",
    Fault.LEAST_IDLE: "“{where}”定了最少收回票数，但各组的票合在一起计算，用不到它。",
    Fault.ORDER_IDLE: "“{where}”写明先各项平均、再各组加权，但没有分组加权，或只看一项指标，用不到它。",
    Fault.TIEBREAK_IDLE: "并列时再看“{where}”，但前面已经用过它。",
    Fault.GATE_IDLE: "“{where}”限定了哪些单位可以列入后几名，却没有写取后几名。",
    Fault.CONSEQUENCE_OF: "“{where}”应写明是哪个等次或哪种情形的后果，二者写一个。",
    Fault.CONSEQUENCE_GRADE: "“{where}”是等次“{found}”的后果，等次表里没有这个等次。",
    Fault.CONSEQUENCE_IDLE: "“{where}”不会发生：规则里没有前几名、后几名或否决条款。",
    Fault.NO_TERM: "“{where}”的期限是零。请写明几个月或几天，或者不写期限。",
    Fault.ROUND_GRADE: "再次测评的等次“{where}”不在等次表里，或一个也没有写。",
    Fault.ROUND_MISSING: "“{where}”要再次测评，但测评轮次里没有等次“{found}”。请改一处。",
    Fault.COLUMN_IDLE: "要公布“{where}”，规则却不评等次或不排名。",
    Fault.AMBIGUOUS: "“{where}”写的“{found}”没有说清恰好相等时算不算。请写“超过”“达到”，或注明含不含本数。",
    Fault.OTHER_EDGE: "“{where}”的文字说“{found}”，与所用的比较不一致：恰好相等时，一个算，一个不算。",
}


def complain(complaint: Complaint) -> str:
    """The sentence of a complaint.

    >>> complain(Complaint(Fault.WEIGHT_SUM, "代表、群众", "9/10"))
    '代表、群众的权重相加是9/10，应为1。'
    """
    return SENTENCES[complaint.fault].format(where=complaint.where, found=complaint.found)

"""What papers to departments say by default: sentences of slots, which the office may edit."""

from typing import Final

from surveys.manifest import Secrecy

METHODS: Final[dict[Secrecy, str]] = {
    Secrecy.SEALED: "以无记名投票方式",
    Secrecy.SERVER_SEALED: "以不记名投票方式",
    Secrecy.NAMED: "以实名方式",
}

AGENCIES: Final = "各有关单位"
THUS: Final = "特此通报。"
IMPROVE: Final = "请各有关单位对照测评结果总结经验、查找不足，切实改进工作。"
OBJECTIONS: Final = "对公示内容有异议的，可以向{congress}反映。"

OPINION_OPENING: Final = "根据年度工作评议安排，现将评议意见反馈如下。"
ASKED_VERDICT: Final = "总的评价：一两句话，不写票数和比率（上面已有）。"
ASKED_MERITS: Final = "主要成绩，一条一句。"
ASKED_PROBLEMS: Final = "存在问题，一条一句，写明来自哪里（调查、座谈、征求意见）。"
ASKED_ADVICE: Final = "意见建议，与上面的问题逐条对应。"
ASKED_MEND: Final = "主席团对整改的建议。"

PLAN_BY: Final = "请在收到{paper}之日起15日内报送整改方案"
PLAN_ON: Final = "请在{date}前报送整改方案"
REPORT_BY: Final = "{term}内书面报告整改情况"
REPORT_ON: Final = "{date}前书面报告整改情况"
USUAL_TERM: Final = "3个月"
HOW_TO_REPORT: Final = "整改方案和整改情况报告须经主要负责人签字、加盖单位公章，报{congress}。"
REVIEWED: Final = "{congress}将对整改情况跟踪检查，整改情况向代表通报，并向社会公布。"
VOTED_AGAIN: Final = "整改期满后，再次进行民主测评。"

MEND_EACH: Final = "请逐条研究，明确整改措施、责任人和完成时限，建立台账，改好一条、销号一条。"

COMMENTS: Final = "以下是代表填写、经工作人员审阅的意见建议，已经隐去姓名和能认出人的内容；写的人怎么看，不代表全体代表。"
NO_COMMENTS: Final = "没有可以转告的意见建议。"
UNTESTED: Final = (
    "“平均”是全部测评对象该项数的简单平均，只供对照；没有作统计检验，不能据此说高于或低于平均。"
)
ORDERED: Final = "各项按{metric}排列，最需要改进的在前。"

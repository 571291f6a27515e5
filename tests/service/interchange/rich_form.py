"""One questionnaire with everything other systems can hold."""

from fractions import Fraction

from surveys.questionnaire.conditions import All, Answered, AnyOf, AtLeast, AtMost, Chosen, Not
from surveys.questionnaire.form import Questionnaire, Section
from surveys.questionnaire.questions import (
    GradeMatrix,
    Indicator,
    LongText,
    MultipleChoice,
    Number,
    Option,
    Ranking,
    Scale,
    ShortText,
    SingleChoice,
    Subject,
)

GRADES = (Option("satisfied", "满意"), Option("2", "“基本”满意  （含）"), Option("no", "=1+1"))
RICH = Questionnaire(
    title="老厂镇问卷 <草稿> & 其他",
    version=3,
    sections=(
        Section(
            key="s1",
            title="",
            lead="请如实填写。\n不记名。",
            questions=(
                SingleChoice(key="2025", title="第一题", help="说明\n两行", options=GRADES),
                MultipleChoice(
                    key="reasons",
                    title="原因",
                    options=GRADES,
                    least=2,
                    most=3,
                    required=False,
                    show_if=Chosen("2025", ("2", "no")),
                ),
                Scale(key="s1", title="打分", low=-2, high=10, low_label="差", high_label="好"),
                Number(
                    key="income",
                    title="收入",
                    help="全年",
                    low=Fraction(-5, 4),
                    high=Fraction(999),
                    digits=2,
                    unit="万元",
                    show_if=All(
                        of=(
                            AtLeast("s1", Fraction(3)),
                            Not(of=AnyOf(of=(AtMost("s1", Fraction(5)), Answered("reasons")))),
                        )
                    ),
                ),
            ),
        ),
        Section(
            key="second",
            title="第二部分",
            questions=(
                GradeMatrix(
                    key="alone",
                    title="各方面",
                    help="逐行选",
                    required=False,
                    subjects=(Subject("alone", "各方面"),),
                    indicators=(Indicator("i1", "效率"), Indicator("i2", "作风")),
                    grades=GRADES,
                ),
                GradeMatrix(
                    key="units",
                    title="各部门",
                    subjects=(Subject("cz", "财政所", "负责人 李某某"), Subject("ny", "农业中心")),
                    indicators=(Indicator("i1", "效率"), Indicator("all", "总体", overall=True)),
                    grades=GRADES,
                    show_if=Chosen("reasons", ("no",)),
                ),
                Ranking(key="rank", title="排序", options=GRADES),
                ShortText(key="name", title="称呼", longest=9, required=False),
                LongText(key="remark", title="对财政所的意见", longest=321, about="cz"),
            ),
        ),
    ),
)

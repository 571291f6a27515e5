"""What follows from a result, and what is shown of it, said under the table."""

from fractions import Fraction

import pytest

from reports.wording.rules import say_rules
from surveys.questionnaire.questions import PointScale
from surveys.rules.aftermath import Consequence, Outcome, Rounds, Term
from surveys.rules.presets import preset
from surveys.rules.ruleset import (
    Aggregate,
    AggregationOrder,
    Announce,
    BallotHandling,
    Column,
    Electorate,
    GradeOption,
    Group,
    Item,
    JointBody,
    PointSpan,
    Publication,
    Quota,
    Ranking,
    Role,
    RuleSet,
    Session,
    Tiebreak,
    Veto,
)
from tests.tallies import at_least, changed, over, rung

TOWN = preset("township-three-grade")
POINTS = preset("points-by-item")
HEAVY = (
    Group("deputies", "代表", Fraction(4, 5), body="bj"),
    Group("public", "群众", Fraction(1, 5), sampling=Fraction(1, 10), min_returned=30),
)
SPANS = (
    GradeOption("good", "满意", Role.POSITIVE, points=PointSpan(60, 100)),
    GradeOption("poor", "不满意", Role.NEGATIVE, points=PointSpan(0, 59)),
)
NARROW = (Item("overall", "总体评价", drives_grade=True, options=("satisfied", "dissatisfied")),)
AGAIN = Consequence("整改", grade="不满意", due=Term(3, 15), retest=True, notify=("镇党委",))
SAID: list[tuple[RuleSet, str]] = [
    (POINTS, "每项打0到100分的整数。"),
    (POINTS, "得分=打的分之和÷打了分的票数。"),
    (POINTS, "对一个部门一项也没有打分的，算弃权，不计入任何一档。"),
    (POINTS, "只在得分低于75分的部门中取后1名，与其中最前一名相同的一并列入。"),
    (changed(POINTS, points=PointScale(0, 10, 5)), "每项打0到10分的整数，每5分一档。"),
    (changed(POINTS, options=SPANS), "60到100分算“满意”，0到59分算“不满意”。"),
    (changed(TOWN, items=NARROW), "“总体评价”一项只能选“满意”“不满意”。"),
    (
        changed(TOWN, handling=BallotHandling(quota=Quota("satisfied", 8))),
        "一张票在同一项上选“满意”的部门超过8个的，整张票无效。",
    ),
    (
        changed(
            TOWN,
            aggregate=Aggregate.WEIGHTED,
            aggregation_order=AggregationOrder.ITEM_THEN_GROUP,
            electorate=Electorate(groups=HEAVY, bodies=(JointBody("bj", "北界镇"),)),
        ),
        "几项合起来的数，每组先算本组各项的平均，再按各组的权重相加。",
    ),
    (
        changed(TOWN, electorate=Electorate(groups=HEAVY, bodies=(JointBody("bj", "北界镇"),))),
        "北界镇参加联合评议，投票的是代表。",
    ),
    (changed(TOWN, electorate=Electorate(groups=HEAVY)), "群众随机抽取10%投票。"),
    (
        changed(TOWN, electorate=Electorate(groups=HEAVY), aggregate=Aggregate.WEIGHTED),
        "群众对一个部门收回的票少于30张的，这一组按没有数处理。",
    ),
    (
        changed(TOWN, ranking=Ranking("satisfaction", then=(Tiebreak("dissatisfaction", True),))),
        "再相同的看不满意率，低的在前",
    ),
    (
        changed(TOWN, ranking=Ranking("satisfaction", top=3, bottom=2)),
        "取前3名，与其中最后一名相同的一并列入。",
    ),
    (
        changed(TOWN, session=Session(tellers=3, recuse=True)),
        "监票人不少于3人，不监督、不清点与本人或者近亲属有关的部门的票。",
    ),
    (changed(TOWN, session=Session(seal=True)), "选票在投票现场封存，另行集中拆封清点。"),
    (changed(TOWN, session=Session(announce=Announce.ON_THE_SPOT)), "测评结果当场公布。"),
    (changed(TOWN, session=Session(announce=Announce.AFTER_REVIEW)), "测评结果经审议后公布。"),
    (
        changed(TOWN, consequences=(AGAIN,)),
        "“不满意”的，整改，期限3个月零15日，期满后再次测评，告知镇党委。",
    ),
    (
        changed(TOWN, consequences=(Consequence("约谈", outcome=Outcome.BOTTOM),)),
        "列入后几名的，约谈。",
    ),
    (
        changed(TOWN, rounds=Rounds(3, ("基本满意", "不满意"))),
        "结果为“基本满意”“不满意”的再次测评，前后最多3次。",
    ),
    (
        changed(TOWN, publication=Publication(columns=(Column.RETURNED, Column.GRADE))),
        "公布收回票数、等次。",
    ),
    (
        changed(TOWN, electorate=Electorate(groups=HEAVY), publication=Publication(min_cell=8)),
        "不足8张票的部分不单独列表。",
    ),
    (
        changed(TOWN, vetoes=(Veto(over("dissatisfaction", "1/3", "overall"), wording="原句"),)),
        "“总体评价”的不满意率超过三分之一的，予以注明，等次不变（原文：原句）。",
    ),
    (preset("four-level-template"), "这套规则是供修改的样式，不出自人大的规定。"),
]


@pytest.mark.parametrize(
    ("rules", "sentence"), SAID, ids=lambda part: part if isinstance(part, str) else ""
)
def test_the_note_says(rules: RuleSet, sentence: str) -> None:
    assert any(sentence in said for said in say_rules(rules))


def test_what_a_rule_set_does_not_use_is_not_mentioned() -> None:
    note = "".join(say_rules(changed(TOWN, source="", presumed=())))
    for word in (
        "名额",
        "联合",
        "抽取",
        "封存",
        "再次测评",
        "分数",
        "样式",
        "单独列表",
        "公布收回",
    ):
        assert word not in note


def test_the_rule_s_own_words_stand_beside_the_rung() -> None:
    first = rung("满意", at_least("satisfaction", "1/2"))
    quoted = type(first)(first.label, first.when, "达到半数")
    note = say_rules(changed(TOWN, rungs=(quoted, rung("不满意"))))
    assert any("满意率达到或超过二分之一的，为“满意”（原文：达到半数）；" in said for said in note)

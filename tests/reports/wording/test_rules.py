"""The note under the table: the rule said back so that nobody has to guess."""

from fractions import Fraction

import msgspec
import pytest

from reports.wording.rule_complaints import SENTENCES, complain
from reports.wording.rules import say_rules
from surveys.rules.complaints import Complaint, Fault
from surveys.rules.fitting import fit
from surveys.rules.presets import preset, presets
from surveys.rules.ruleset import (
    BallotHandling,
    Base,
    Blank,
    Comparison,
    Display,
    Item,
    Mean,
    MissingGroup,
    Order,
    Partial,
    Quorum,
    Ranking,
    Rounding,
    RuleSet,
    Session,
    Threshold,
    Veto,
)
from tests.builders import a_plan
from tests.tallies import at_least, changed, over, rung

TOWN = preset("township-three-grade")


def _says(rules: RuleSet, sentence: str) -> bool:
    return any(sentence in said for said in say_rules(rules))


def test_the_note_of_the_default_rule_reads_as_a_secretary_would_write_it() -> None:
    note = say_rules(fit(TOWN, a_plan()))
    assert note[:4] == (
        "计票规则：乡镇站所评议·三档。",
        "每项从“满意”“基本满意”“不满意”“不了解”中选一档。",
        "等次只看“总体评价”一项。其他8项只公布，不影响等次。",
        (
            "满意率=选“满意”的票数÷收回票数；基本满意率=选“基本满意”的票数÷收回票数；"
            "不满意率=选“不满意”的票数÷收回票数；"
            "总体满意率=选“满意”“基本满意”的票数之和÷收回票数。"
        ),
    )
    assert (
        "等次依次判定，先符合的为准：满意率达到或超过二分之一的，为“满意”；"
        "总体满意率达到或超过二分之一的，为“基本满意”；其余的，为“不满意”。"
    ) in note


@pytest.mark.parametrize("rules", presets(), ids=lambda rules: rules.key)
def test_every_preset_is_said_without_a_word_that_leaves_the_edge_open(rules: RuleSet) -> None:
    note = "".join(say_rules(changed(rules, title="甲", source="", presumed=())))
    for doubtful in ("以上", "以下", "半数", "左右", "None"):
        assert doubtful not in note


@pytest.mark.parametrize("rules", presets(), ids=lambda rules: rules.key)
def test_what_is_presumed_is_printed_with_the_source(rules: RuleSet) -> None:
    assert _says(rules, rules.source)
    assert all(_says(rules, presumed) for presumed in rules.presumed)


@pytest.mark.parametrize(
    ("op", "words"),
    [
        (Comparison.OVER, "满意率超过80%的"),
        (Comparison.AT_LEAST, "满意率达到或超过80%的"),
        (Comparison.UNDER, "满意率低于80%的"),
        (Comparison.AT_MOST, "满意率不超过80%的"),
    ],
)
def test_each_operator_has_words_of_its_own(op: Comparison, words: str) -> None:
    rules = changed(
        TOWN, rungs=(rung("甲", Threshold("satisfaction", op, Fraction(4, 5))), rung("乙"))
    )
    assert _says(rules, words)


def test_several_conditions_of_one_rung_are_joined() -> None:
    both = rung("甲", at_least("satisfaction", "1/2"), over("overall_satisfaction", "2/3"))
    assert _says(
        changed(TOWN, rungs=(both, rung("乙"))),
        "满意率达到或超过二分之一并且总体满意率超过三分之二的，为“甲”",
    )


def test_every_base_is_named_and_explained_in_words_of_its_own() -> None:
    notes = {say_rules(changed(TOWN, base=base)) for base in Base}
    assert len(notes) == len(Base)


def test_values_and_scores_are_told_in_points() -> None:
    rules = changed(
        preset("points-without-unfamiliar"), rungs=(rung("优", at_least("score", "85")), rung("差"))
    )
    assert _says(rules, "“满意”（100分）“基本满意”（70分）“不满意”（30分）“不了解”中选一档")
    assert _says(rules, "得分达到或超过85分的，为“优”")
    assert _says(rules, "有效票数是该项选了“满意”“基本满意”“不满意”之一的票数")


def test_weights_of_items_are_told_or_said_to_be_equal() -> None:
    items = (
        Item(key="law", label="依法", weight=Fraction(2, 5), drives_grade=True),
        Item(key="serve", label="服务", weight=Fraction(3, 5), drives_grade=True),
    )
    assert _says(changed(TOWN, items=items), "等次看2项的加权平均，权重为依法40%、服务60%。")
    even = tuple(msgspec.structs.replace(item, weight=None) for item in items)
    assert _says(changed(TOWN, items=even), "等次看“依法”“服务”这2项的平均，各项权重相同。")


def test_weights_of_groups_are_told_with_what_happens_to_a_missing_one() -> None:
    rules = preset("weighted-groups")
    assert _says(rules, "每项先分组计算，再按权重相加：代表70%、常委会15%、群众15%。")
    assert _says(rules, "有一组在某项没有数的，该项不作合计。")
    electorate = msgspec.structs.replace(
        rules.electorate,
        missing_group=MissingGroup.RENORMALISE,
        weights_by_class={"stationed": {"deputies": Fraction(1, 3), "public": Fraction(2, 3)}},
    )
    other = changed(rules, electorate=electorate)
    assert _says(other, "其余各组按原权重的比例分摊")
    assert _says(other, "派驻部门的权重为代表三分之一、群众三分之二。")


@pytest.mark.parametrize(
    ("handling", "words"),
    [
        (BallotHandling(blank=Blank.ABSTAIN), "算弃权"),
        (BallotHandling(blank=Blank.INVALID), "一项也没有选的，这张票对该部门无效"),
        (BallotHandling(blank=Blank.REJECT), "没有选的票不能提交"),
        (BallotHandling(partial=Partial.COUNT_ITEM), "只有该项不计，其余各项照计"),
        (BallotHandling(partial=Partial.INVALID_BALLOT), "这张票对该部门全部无效"),
    ],
)
def test_blank_and_over_marked_ballots_are_told(handling: BallotHandling, words: str) -> None:
    assert _says(changed(fit(TOWN, a_plan()), handling=handling), words)


@pytest.mark.parametrize(
    ("display", "words"),
    [
        (Display(), "四舍五入到2位小数。"),
        (Display(strip_zeros=True), "四舍五入到2位小数，末尾的零略去。"),
        (Display(mode=Rounding.TRUNCATE, digits=1), "截取到1位小数，后面的舍去。"),
        (Display(mode=Rounding.LARGEST_REMAINDER, digits=0), "取到整数，同一行各档先舍去尾数"),
    ],
)
def test_rounding_is_told(display: Display, words: str) -> None:
    assert _says(changed(TOWN, display=display), words)


def test_quorum_ties_and_vetoes_are_told() -> None:
    assert _says(TOWN, "实到人数超过应到人数的二分之一，测评有效。")
    returned = Quorum(op=Comparison.AT_LEAST, fraction=Fraction(2, 3), numerator="returned")
    rules = changed(
        TOWN,
        session=Session(quorum=returned),
        ranking=Ranking(by="satisfaction", ties=Order.DENSE, within_class=True),
        vetoes=(
            Veto(when=over("dissatisfaction", "1/3"), cap="基本满意"),
            Veto(when=over("dissatisfaction", "1/5")),
        ),
    )
    assert _says(rules, "收回票数达到或超过应到人数的三分之二，测评有效。")
    assert _says(rules, "相同的并列，并列之后不空名次（如1、2、2、3）")
    assert _says(rules, "镇属、派驻、市级部门分别排")
    assert _says(rules, "不满意率超过三分之一的，等次最高为“基本满意”。")
    assert _says(rules, "不满意率超过20%的，予以注明，等次不变。")


def test_a_rule_without_grades_says_so() -> None:
    assert _says(preset("returned-rates"), "不评等次")
    scored = changed(TOWN, metrics=(*TOWN.metrics, Mean(key="score", label="得分")))
    assert _says(scored, "得分=")


@pytest.mark.parametrize("fault", list(Fault))
def test_every_fault_has_a_whole_sentence(fault: Fault) -> None:
    sentence = complain(Complaint(fault, "甲处", "乙处"))
    assert set(SENTENCES) == set(Fault)
    assert "甲处" in sentence
    assert sentence.endswith("。")
    assert "{" not in sentence

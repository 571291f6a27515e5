"""Every complaint has its sentence, and every sentence the data it needs."""

import string
from typing import Any

import pytest

from reports.wording import rule_complaints
from reports.wording.complaints import FORM, ROLL, explain_complaint, explain_mistake
from reports.wording.refusals import explain
from surveys.electorate import mistakes
from surveys.electorate.register import Sheet, register
from surveys.electorate.roll import WeightingGroup
from surveys.questionnaire import complaint
from surveys.questionnaire.form import Questionnaire
from surveys.questionnaire.proofread import proofread
from surveys.refusals import Refusal
from surveys.rules.complaints import Complaint as RuleComplaint
from surveys.rules.complaints import Fault
from tests.builders import a_form
from tests.surveys.electorate.test_register import REFUSED, read
from tests.surveys.questionnaire.test_proofread import BROKEN, CONDITIONS


def test_every_complaint_about_a_form_has_one_sentence() -> None:
    assert FORM.keys() == complaint.CODES


def test_every_mistake_in_a_roll_has_one_sentence() -> None:
    assert ROLL.keys() == mistakes.CODES


@pytest.mark.parametrize("form", [form for _, form in BROKEN + CONDITIONS])
def test_what_the_proofreader_finds_can_be_said(form: Questionnaire) -> None:
    for found in proofread(form):
        assert explain_complaint(found).endswith("。")


@pytest.mark.parametrize(("rows", "known"), [(rows, known) for rows, known, _ in REFUSED])
def test_what_the_import_finds_can_be_said(
    rows: list[tuple[str, ...]], known: dict[str, Any]
) -> None:
    result = read(*rows, **known)
    assert isinstance(result, tuple)
    for found in result:
        assert explain_mistake(found).endswith("。")


def test_a_clerk_is_told_where_to_look() -> None:
    rows = (("姓名", "代表小组", "手机号"), ("孙立新", "第一小组", "1380000"))
    weightings = (WeightingGroup(key="deputies", label="代表"),)
    (found,) = register((Sheet(name="代表名册", rows=rows, first=3),), weightings=weightings)
    assert explain_mistake(found) == "“代表名册”第 4 行 C 列：“1380000”不是 11 位手机号。"


def test_no_sentence_asks_for_data_in_another_shape() -> None:
    for sentence in (*FORM.values(), *ROLL.values()):
        for _, name, spec, conversion in string.Formatter().parse(sentence):
            assert not spec
            assert not conversion
            assert name is None or name.isidentifier()


def test_a_form_without_mistakes_has_nothing_to_say() -> None:
    assert proofread(a_form()) == ()


def test_a_refusal_to_open_says_each_complaint_in_words() -> None:
    found = (complaint.complain("options.none", "选一项"), complaint.complain("form.no_title"))
    rule = RuleComplaint(fault=Fault.NO_OPTION, where="三档")
    said = explain(Refusal("form.unproofed", number=2, complaints=found))
    assert said == "测评表还有 2 处要改：选一项：没有选项；还没有标题"
    assert rule_complaints.complain(rule).removesuffix("。") in explain(
        Refusal("rules.contradiction", complaints=(rule,))
    )

"""Keys from one version to the next: the same words keep theirs, new ones never take another's."""

from hypothesis import given

from surveys.questionnaire.form import Questionnaire
from surveys.questionnaire.paste.keeping import settle
from surveys.questionnaire.paste.reading import parse
from tests.strategies import forms

FIRST = "# 问卷\n1. 好吗\n是 / 否\n2. 为何（问答）（第1题选“否”时）"


def keys(form: Questionnaire) -> dict[str, str]:
    return {question.title: question.key for question in form.questions()}


def test_a_question_put_before_the_others_leaves_them_their_keys() -> None:
    before = parse(FIRST).form
    after = settle(parse(FIRST.replace("1. 好吗", "0. 贵姓（填空）\n1. 好吗")).form, before)
    assert keys(after) == {"贵姓": "q3", "好吗": "q1", "为何": "q2"}
    *_, why = after.questions()
    assert why.show_if == list(before.questions())[1].show_if


def test_a_question_of_other_words_is_another_question() -> None:
    before = parse(FIRST).form
    after = settle(parse(FIRST.replace("好吗", "行吗")).form, before)
    assert keys(after) == {"行吗": "q3", "为何": "q2"}


def test_options_keep_their_keys_by_their_words() -> None:
    before = parse(FIRST).form
    after = settle(parse(FIRST.replace("是 / 否", "不知道 / 否 / 是")).form, before)
    asked, why = after.questions()
    options = {option.label: option.key for option in getattr(asked, "options", ())}
    assert options == {"不知道": "o3", "否": "o2", "是": "o1"}
    assert getattr(why.show_if, "options", ()) == ("o2",)


def test_without_a_version_before_everything_is_called_by_its_place_but_what_has_a_name() -> None:
    form = settle(parse("# 问卷\n1. 甲{#q7}（填空）\n2. 乙{#name}（填空）").form)
    assert keys(form) == {"甲": "q1", "乙": "name"}


@given(forms())
def test_settling_again_changes_nothing(form: Questionnaire) -> None:
    settled = settle(form)
    assert settle(settled) == settled
    assert settle(settled, settled) == settled

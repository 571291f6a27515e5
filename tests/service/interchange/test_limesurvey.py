"""LimeSurvey files, old and new: what is taken over exactly, and what is refused by its code."""

from fractions import Fraction
from typing import Any

import pytest

from service.interchange.assembling import Read
from service.interchange.reading import read_questionnaire
from surveys.questionnaire.conditions import All, Answered, AnyOf, AtLeast, Chosen, Condition, Not
from surveys.questionnaire.questions import (
    GradeMatrix,
    LongText,
    MultipleChoice,
    Number,
    Ranking,
    Scale,
    ShortText,
    SingleChoice,
)
from surveys.refusals import Refusal
from tests.service.interchange.limesurvey_files import (
    a_part,
    a_question,
    an_answer,
    an_old_file,
    the_file,
)

ANSWERS = [
    an_answer(qid, code, words, at)
    for qid in "12"
    for at, (code, words) in enumerate((("A1", "好"), ("A2", "差")))
]
PARTS = [
    a_part(f"{qid}{at}", qid, f"SQ{at}", words)
    for qid in "12"
    for at, words in ((1, "路灯"), (2, "道路"))
]


def read(*questions: dict[str, str], **tables: Any) -> Read:
    return read_questionnaire(
        "s.lss", an_old_file(*questions, answers=ANSWERS, parts=PARTS, **tables)
    )


def refused(data: bytes) -> list[tuple[str, str]]:
    """Codes, and the codes of their questions."""
    with pytest.raises(Refusal) as refusal:
        read_questionnaire("s.lss", data)
    found: Any = refusal.value.data["objections"]
    return [(each.code, getattr(each.at, "code", "")) for each in found]


@pytest.mark.parametrize(
    ("letter", "kind"),
    [
        ("L", SingleChoice),
        ("!", SingleChoice),
        ("Y", SingleChoice),
        ("G", SingleChoice),
        ("M", MultipleChoice),
        ("F", GradeMatrix),
        ("H", GradeMatrix),
        ("A", GradeMatrix),
        ("B", GradeMatrix),
        ("C", GradeMatrix),
        ("E", GradeMatrix),
        ("5", Scale),
        ("N", Number),
        ("R", Ranking),
        ("S", ShortText),
        ("T", LongText),
        ("U", LongText),
    ],
)
def test_every_type_we_share_is_taken_over(letter: str, kind: type) -> None:
    (question,) = read(
        a_question("1", letter, "Q1", "<p>How <b>good</b> &amp; fast?</p>")
    ).form.questions()
    assert isinstance(question, kind)
    assert (question.title, question.key, question.required) == ("How good & fast?", "q1", True)


def test_a_file_is_read_with_its_texts_groups_and_settings() -> None:
    came = read(
        a_question("1", "O", "Q1", other="Y"),
        a_question("2", "M", "Q2", mandatory="N"),
        a_question("3", "X", "intro", "<p>Now money</p>"),
        a_question("4", "N", "Q4"),
        question_attributes=[
            {"qid": "2", "attribute": "max_answers", "value": "1"},
            {"qid": "4", "attribute": "num_value_int_only", "value": "1"},
            {"qid": "4", "attribute": "min_num_value_n", "value": "3"},
            {"qid": "4", "attribute": "suffix", "value": "元"},
            {"qid": "4", "attribute": "hidden", "value": "0"},
        ],
    )
    assert came.form.title == "Town poll"
    assert [(s.title, s.lead) for s in came.form.sections] == [
        ("Roads", "Welcome\nAbout roads"),
        ("Roads", "Now money"),
    ]
    choice, other, comment, several, number = came.form.questions()
    assert isinstance(choice, SingleChoice)
    assert [option.label for option in choice.options] == ["好", "差", "其他"]
    assert other.show_if == Chosen("q1", (choice.options[-1].key,))
    assert isinstance(comment, LongText)
    assert not comment.required
    assert isinstance(several, MultipleChoice)
    assert (several.required, several.most) == (False, 1)
    assert number == Number(key="q4", title="Question Q4", low=Fraction(3), unit="元")


@pytest.mark.parametrize(
    ("relevance", "condition"),
    [
        ('((Q1.NAOK == "A1"))', Chosen("q1", ("a1",))),
        ('Q2_SQ1.NAOK == "Y"', Chosen("q2", ("sq1",))),
        ("!is_empty(Q3.NAOK)", Answered("q3")),
        ("7X1X3.NAOK gt 2", AtLeast("q3", Fraction(3))),
        ("is_empty(Q1.NAOK)", Not(of=Answered("q1"))),
        (
            '(Q1 != "A2" and Q3 >= 2) or Q2_SQ2 == "Y"',
            AnyOf(
                of=(
                    All(of=(Not(of=Chosen("q1", ("a2",))), AtLeast("q3", Fraction(2)))),
                    Chosen("q2", ("sq2",)),
                )
            ),
        ),
    ],
)
def test_relevance_is_taken_over_as_it_is_meant(relevance: str, condition: Condition) -> None:
    came = read(
        a_question("1", "L", "Q1", mandatory="N"),
        a_question("2", "M", "Q2"),
        a_question("3", "5", "Q3"),
        a_question("4", "T", "Q4", relevance=relevance),
    )
    assert list(came.form.questions())[-1].show_if == condition


@pytest.mark.parametrize("relevance", ["count(Q1) > 3", 'Q1 == "A9"', "rand(1,2) == 1", "Q1 =="])
def test_relevance_we_cannot_express_is_refused(relevance: str) -> None:
    data = an_old_file(
        a_question("1", "L", "Q1"), a_question("4", "T", "Q4", relevance=relevance), answers=ANSWERS
    )
    assert refused(data) == [("condition_unclear", "Q4")]


@pytest.mark.parametrize("letter", ["1", "D", "K", "Q", "P", ";", ":", "|", "*", "I", "Z", ""])
def test_a_type_we_have_not_is_refused_by_name(letter: str) -> None:
    assert refused(an_old_file(a_question("1", letter, "Q1"))) == [("type", "Q1")]


@pytest.mark.parametrize(
    ("attribute", "value", "code"),
    [
        ("random_order", "1", "random"),
        ("exclude_all_others", "SQ1", "exclusive"),
        ("array_filter", "Q0", "attribute"),
        ("em_validation_q", "strlen(this) > 2", "attribute"),
        ("hidden", "1", "hidden"),
    ],
)
def test_a_setting_that_changes_the_question_is_refused(
    attribute: str, value: str, code: str
) -> None:
    rows = [{"qid": "1", "attribute": attribute, "value": value}]
    data = an_old_file(a_question("1", "M", "Q1"), parts=PARTS, question_attributes=rows)
    assert refused(data) == [(code, "Q1")]


def test_everything_else_that_changes_a_survey_is_refused() -> None:
    data = an_old_file(
        a_question("1", "S", "Q1", "Dear {TOKEN:FIRSTNAME}"),
        a_question("2", "S", "Q2", preg="/^a/"),
        a_question("3", "X", "Q3", relevance='Q1 == "A1"'),
        a_question("4", "S", "Q4"),
        quota=[{"id": "1"}],
        conditions=[{"qid": "4", "cqid": "1", "value": "A1"}],
    )
    assert refused(data) == [
        ("quota", ""),
        ("piping", "Q1"),
        ("constraint", "Q2"),
        ("conditional_note", "Q3"),
        ("old_conditions", "Q4"),
    ]


def test_a_new_file_is_read_in_chinese_where_it_has_it() -> None:
    row = a_question("1", "L", "Q1")
    del row["question"], row["language"]
    en, zh = {"language": "en"}, {"language": "zh-Hans"}
    data = the_file(
        version=640,
        languages=["en", "zh-Hant-TW", "zh-Hans"],
        groups=[{"gid": "1", "group_order": "1"}],
        group_l10ns=[
            {"gid": "1", "group_name": "Roads"} | en,
            {"gid": "1", "group_name": "道路"} | zh,
        ],
        questions=[row],
        question_l10ns=[
            {"id": "1", "qid": "1", "question": "Good?"} | en,
            {"id": "2", "qid": "1", "question": "好吗"} | zh,
        ],
        answers=[
            {"aid": "7", "qid": "1", "code": "A1", "sortorder": "2"},
            {"aid": "8", "qid": "1", "code": "A2", "sortorder": "1"},
        ],
        answer_l10ns=[
            {"id": "7", "aid": "7", "answer": "好"} | zh,
            {"id": "8", "aid": "8", "answer": "不好"} | zh,
        ],
        surveys=[{"sid": "7", "language": "en"}],
        surveys_languagesettings=[
            {"surveyls_title": "Lamps", "surveyls_language": "en"},
            {"surveyls_title": "路灯问卷", "surveyls_language": "zh-Hans"},
        ],
    )
    came = read_questionnaire("s.lss", data)
    (question,) = came.form.questions()
    assert isinstance(question, SingleChoice)
    assert (came.form.title, came.form.sections[0].title) == ("路灯问卷", "道路")
    assert question.title == "好吗"
    assert [option.label for option in question.options] == ["不好", "好"]
    words = [remark.data["word"] for remark in came.remarks if remark.code == "language"]
    assert words == ["zh-Hans"]


def test_a_condition_by_the_number_of_a_row_finds_its_question() -> None:
    data = an_old_file(
        a_question("7", "Y", "Went"),
        a_question("8", "M", "What"),
        a_question("9", "S", "Why", relevance='Q7.NAOK == "N" or Q8_S4.NAOK == "Y"'),
        parts=[a_part("4", "8", "SQ1", "Lamps"), a_part("5", "8", "SQ2", "Roads")],
    )
    *_, why = read_questionnaire("s.lss", data).form.questions()
    assert why.show_if == AnyOf(
        of=(
            Chosen(question="went", options=("n",)),
            Chosen(question="what", options=("sq1",)),
        )
    )


def test_a_heading_that_quotes_an_answer_is_refused() -> None:
    group = {"gid": "1", "group_name": "Dear {Q1.NAOK}", "group_order": "0", "language": "en"}
    data = the_file(
        version=145,
        languages=["en"],
        groups=[group],
        questions=[a_question("1", "S", "Q1")],
        surveys=[{"sid": "7", "language": "en"}],
    )
    assert refused(data) == [("piping", "")]


def test_a_part_of_a_survey_is_called_what_it_is() -> None:
    whole = an_old_file(a_question("1", "S", "Q1"))
    group = whole.replace(b"DocType>Survey<", b"DocType>Group<")
    assert refused(group) == [("part_lss", "")]


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    b"<document>&b;</document>"
)
REACHING = (
    b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    b"<document>&a;</document>"
)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<document><rows>", "bad_xml"),
        (b"<document/>", "not_lss"),
        (b"<html><body/></html>", "not_lss"),
        (BOMB, "bad_xml"),
        (REACHING, "bad_xml"),
        (b'<?xml version="1.0" encoding="no-such"?><document/>', "bad_xml"),
    ],
)
def test_what_is_no_survey_or_would_do_harm_is_refused(data: bytes, code: str) -> None:
    assert refused(data) == [(code, "")]

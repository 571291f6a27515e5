"""XLSForm as people write it: what is taken over exactly, and what is refused for its row."""

import io
from collections.abc import Sequence
from fractions import Fraction

import pytest
import xlsxwriter

from service.interchange.assembling import Read
from service.interchange.reading import read_questionnaire
from surveys.questionnaire.conditions import (
    All,
    Answered,
    AnyOf,
    AtLeast,
    AtMost,
    Chosen,
    Condition,
    Not,
)
from surveys.questionnaire.questions import (
    GradeMatrix,
    Indicator,
    LongText,
    MultipleChoice,
    Number,
    Option,
    Question,
    Ranking,
    Scale,
    ShortText,
    SingleChoice,
    Subject,
)
from surveys.refusals import Refusal

CHOICES = ("list_name,name,label", "yn,yes,是", "yn,no,否", "abc,a,甲", "abc,b,乙", "abc,c,丙")


def the_file(*survey: str, choices: Sequence[str] = CHOICES, settings: Sequence[str] = ()) -> bytes:
    """An XLSForm as csv; the survey's second row is row 3 of the file, and so on."""
    sheets = {"survey": survey, "choices": choices, "settings": settings}
    lines = [line for name, rows in sheets.items() for line in (name, *(f",{row}" for row in rows))]
    return "\n".join(lines).encode()


def a_survey(*rows: str) -> bytes:
    heads = "type,name,label,hint,required,relevant,constraint,appearance,parameters,default"
    return the_file(heads, *rows, settings=("form_title,version", "问卷,7"))


def test_what_can_be_seen_is_told_along_with_what_the_checker_stops_at() -> None:
    found = refused(
        a_survey(
            "begin_kobomatrix,m,表",
            "end_kobomatrix,,",
            "geopoint,g,在哪",
            "select_one nowhere,q,题",
            "text,t,题,,,${nobody} = 1",
        )
    )
    assert found == [("type", 3), ("type", 4), ("type", 5), ("no_list", 6)]


def test_bold_words_and_links_of_a_label_are_plain_words() -> None:
    came = read("text,q,请**仔细**看[这里](https://a.cn)")
    (question,) = came.form.questions()
    assert question.title == "请仔细看这里（https://a.cn）"
    assert "format" in {remark.code for remark in came.remarks}


def taken(*rows: str) -> list[Question]:
    return list(read(*rows).form.questions())


def read(*rows: str) -> Read:
    return read_questionnaire("form.csv", a_survey(*rows))


def refused(data: bytes, name: str = "form.csv") -> list[tuple[str, int]]:
    """Codes and rows."""
    with pytest.raises(Refusal) as refusal:
        read_questionnaire(name, data)
    return [(each.code, getattr(each.at, "row", 0)) for each in refusal.value.data["objections"]]  # type: ignore[attr-defined]


def test_every_kind_we_share_is_taken_over() -> None:
    base = {"key": "q", "title": "题", "required": False}
    yes_no = (Option("yes", "是"), Option("no", "否"))
    letters = (Option("a", "甲"), Option("b", "乙"), Option("c", "丙"))
    for row, question in (
        ("select_one yn,q,题,", SingleChoice(**base, options=yes_no)),
        ("select all that apply from abc,q,题,", MultipleChoice(**base, options=letters)),
        ("rank abc,q,题,", Ranking(**base, options=letters)),
        ("range,q,题,,,,,,start=0 end=10 step=1", Scale(**base, low=0, high=10)),
        ("integer,q,题,", Number(**base)),
        ("decimal,q,题,", Number(**base, digits=6)),
        ("text,q,题,", ShortText(**base)),
        ("text,q,题,,,,,multiline", LongText(**base)),
    ):
        assert taken(row) == [question], row


def test_hint_required_and_bounds_come_along() -> None:
    assert taken("integer,age,年龄,周岁,yes,,. > 17 and . <= 120") == [
        Number(key="age", title="年龄", help="周岁", low=Fraction(18), high=Fraction(120))
    ]
    assert taken("select_multiple abc,m,选,,yes,,count-selected(.) < 3") == [
        MultipleChoice(
            key="m",
            title="选",
            options=(Option("a", "甲"), Option("b", "乙"), Option("c", "丙")),
            most=2,
        )
    ]
    assert taken("text,t,说,,yes,,string-length(.) <= 50")[0] == ShortText(
        key="t", title="说", longest=50
    )


ASKED = ("select_one yn,q,问", "select_multiple abc,m,选", "integer,n,数", "decimal,d,量")


@pytest.mark.parametrize(
    ("relevant", "condition"),
    [
        ("${q} = 'yes'", Chosen("q", ("yes",))),
        ("selected(${q}, 'yes')", Chosen("q", ("yes",))),
        ("${q} = ‘yes’", Chosen("q", ("yes",))),
        ("${q} != 'yes'", Not(of=Chosen("q", ("yes",)))),
        ("${q} != ''", Answered("q")),
        ("${q} = ''", Not(of=Answered("q"))),
        ("not(selected(${m}, 'a'))", Not(of=Chosen("m", ("a",)))),
        ("selected(${m},'a') or selected(${m},'b')", Chosen("m", ("a", "b"))),
        ("${n} > 17", AtLeast("n", Fraction(18))),
        ("18 > ${n}", AtMost("n", Fraction(17))),
        ("${d} < 2", AtMost("d", Fraction(1999999, 1000000))),
        ("${n} = 3", All(of=(AtLeast("n", Fraction(3)), AtMost("n", Fraction(3))))),
        (
            "(${q} = 'yes' and ${n} >= 3) or selected(../m, 'c')",
            AnyOf(
                of=(
                    All(of=(Chosen("q", ("yes",)), AtLeast("n", Fraction(3)))),
                    Chosen("m", ("c",)),
                )
            ),
        ),
    ],
)
def test_a_condition_is_taken_over_as_it_is_meant(relevant: str, condition: Condition) -> None:
    assert taken(*ASKED, f'text,z,说,,,"{relevant}"')[-1].show_if == condition


@pytest.mark.parametrize(
    "relevant",
    [
        "${q} = 'maybe'",
        "${nobody} = 1",
        "${n} + 1 > 3",
        "count-selected(${m}) > 1",
        "${m} = 'a'",
        "${q} = ${n}",
        "today() > 3",
        "selected(${q}, 'yes'",
        "${z} != ''",
        "(" * 60 + "1",
    ],
)
def test_a_condition_we_cannot_express_is_refused_and_never_dropped(relevant: str) -> None:
    (objection,) = refused(a_survey(*ASKED, f'text,z,说,,,"{relevant}"'))
    assert objection[0] in {"condition", "condition_unclear", "spec"}
    assert objection[1] in {0, 7}


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("geopoint,q,题", "type"),
        ("zorro,q,题", "type"),
        ("integer,q,题,,,,. mod 2 = 0", "constraint"),
        ("text,q,题,,,,\"regex(., '[a-z]+')\"", "constraint"),
        ("text,q,题,,,,,numbers", "appearance"),
        ("text,q,题,,,,,,,你好", "default"),
        ("text,q,题,,1 = 1", "required"),
        ("range,q,题,,,,,,start=0 end=1 step=0.1", "range_step"),
        ("select_one yn,q,题,,,,,,randomize=true", "random"),
        ("select_one_from_file towns.csv,q,题", "from_file"),
        ("text,q,", "no_label"),
        ("text,q,<img src='x'>", "embedded"),
        (f"text,q,{'长' * 201}", "label_too_long"),
        ("select_one nowhere,q,题", "no_list"),
        ("end_group,,", "spec"),
    ],
)
def test_what_we_have_not_is_refused_for_its_row(row: str, code: str) -> None:
    assert refused(a_survey("note,n,请填写", row)) == [(code, 4)]


def test_all_rows_are_told_at_once() -> None:
    assert refused(a_survey("image,a,照片", "text,b,好", "date,c,日期")) == [
        ("type", 3),
        ("type", 5),
    ]


def test_an_answer_quoted_in_a_label_is_refused() -> None:
    assert refused(a_survey("text,a,姓名", "text,b,您好 ${a}")) == [("piping", 4)]


def test_groups_are_sections_and_their_condition_is_that_of_each_question() -> None:
    form = read(
        "select_one yn,q,问",
        "begin_group,g,第一部分,,,${q} = 'yes'",
        "text,a,甲,,,${q} != ''",
        "begin_group,inner,第二部分",
        "text,b,乙",
        "end_group",
        "text,c,丙",
        "end_group",
    ).form
    assert [(s.title, [q.key for q in s.questions]) for s in form.sections] == [
        ("", ["q"]),
        ("第一部分", ["a"]),
        ("第二部分", ["b"]),
        ("第一部分", ["c"]),
    ]
    yes = Chosen("q", ("yes",))
    assert [q.show_if for q in form.questions()] == [
        None,
        All(of=(yes, Answered("q"))),
        yes,
        yes,
    ]
    assert (form.title, form.version) == ("问卷", 7)


def test_a_note_stands_before_what_follows_it_and_a_last_one_is_remarked_upon() -> None:
    came = read("note,n,请如实填写", "text,a,甲", "note,m,下面谈收入", "text,b,乙", "note,z,谢谢")
    assert [section.lead for section in came.form.sections] == ["请如实填写", "下面谈收入"]
    assert [r.sentence() for r in came.remarks if r.code == "closing_words"] == [
        "“survey”第 7 行：最后一题后面的文字没有收入：“谢谢”。"
    ]
    assert refused(a_survey("select_one yn,q,问", "note,n,说明,,,${q} = 'yes'", "text,a,甲")) == [
        ("conditional_note", 4)
    ]


def test_a_table_of_choices_is_a_matrix() -> None:
    came = taken(
        "begin_group,t,各方面,逐行选,,,,table-list",
        "select_one yn,r1,效率,,yes",
        "select_one yn,r2,作风,,yes",
        "end_group",
    )
    assert came == [
        GradeMatrix(
            key="t",
            title="各方面",
            help="逐行选",
            subjects=(Subject("t", "各方面"),),
            indicators=(Indicator("r1", "效率"), Indicator("r2", "作风")),
            grades=(Option("yes", "是"), Option("no", "否")),
        )
    ]


@pytest.mark.parametrize(
    "rows",
    [
        ("select_one yn,r1,效率,,yes", "select_one yn,r2,作风,,no"),
        ("select_one yn,r1,效率,说明", "select_one yn,r2,作风"),
        ("select_multiple yn,r1,效率", "select_multiple yn,r2,作风"),
    ],
)
def test_a_table_whose_rows_differ_is_asked_row_by_row(rows: tuple[str, ...]) -> None:
    came = read("begin_group,t,各方面,,,,,table-list", *rows, "end_group")
    assert [question.key for question in came.form.questions()] == ["r1", "r2"]
    assert came.form.sections[0].title == "各方面"
    assert "split_table" in {remark.code for remark in came.remarks}


def test_a_row_of_a_table_that_a_condition_looks_at_is_asked_by_itself() -> None:
    came = taken(
        "begin_group,t,各方面,,,,,table-list",
        "select_one yn,r1,效率",
        "select_one yn,r2,作风",
        "end_group",
        "text,why,为什么,,,${r2} = 'no'",
    )
    assert came[-1].show_if == Chosen("r2", ("no",))


def test_or_other_is_one_more_option_and_a_line() -> None:
    choice, line = taken("select_one yn or_other,q,问,,yes")
    assert isinstance(choice, SingleChoice)
    assert [option.label for option in choice.options] == ["是", "否", "其他"]
    assert isinstance(line, ShortText)
    assert line.show_if == Chosen("q", ("other",))


def test_what_records_time_and_device_is_left_out_aloud() -> None:
    came = read("start,start,", "deviceid,deviceid,", "text,a,甲")
    assert [q.key for q in came.form.questions()] == ["a"]
    words = [remark.data["word"] for remark in came.remarks if remark.code == "metadata"]
    assert words == ["start", "deviceid"]


def test_chinese_is_read_where_a_form_has_several_languages() -> None:
    survey = ("type,name,label::English (en),label::中文 (zh)", "text,a,Name,姓名", "text,b,Only,")
    came = read_questionnaire("两种语言.csv", the_file(*survey, choices=()))
    assert [q.title for q in came.form.questions()] == ["姓名", "Only"]
    assert {"language", "mixed_language", "title_missing"} <= {r.code for r in came.remarks}
    assert came.form.title == "两种语言"


def test_typographic_quotes_and_double_spaces_stay_as_they_are() -> None:
    (question,) = taken("text,a,对“满意”  一词的‘看法’")
    assert question.title == "对“满意”  一词的‘看法’"


def test_a_chinese_name_gets_a_key_and_a_remark() -> None:
    came = read("text,姓名,您的姓名", "text,Q2,第二题")
    assert [q.key for q in came.form.questions()] == ["q1", "q2"]
    assert [r.data for r in came.remarks if r.code == "renamed"] == [{"name": "姓名", "key": "q1"}]


def a_workbook(cells: Sequence[Sequence[object]], formula: str = "") -> bytes:
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True})
    sheet = book.add_worksheet("survey")
    for row, line in enumerate(cells):
        sheet.write_row(row, 0, line)
    if formula:
        sheet.write_formula(1, 2, formula, None, "算出来的题目")
    book.close()
    return written.getvalue()


def test_a_formula_is_read_as_the_value_it_showed() -> None:
    data = a_workbook([["type", "name", "label"], ["text", "a", ""]], '="算出来"&"的题目"')
    assert next(read_questionnaire("a.xlsx", data).form.questions()).title == "算出来的题目"


def test_rows_count_as_excel_counts_them() -> None:
    data = a_workbook([["type", "name", "label"], [], ["text", "a", "甲"], [], ["date", "b", "乙"]])
    assert refused(data, "a.xlsx") == [("type", 5)]


def test_a_workbook_that_is_no_form_is_named_so() -> None:
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True})
    book.add_worksheet("名册")
    book.close()
    assert refused(written.getvalue(), "a.xlsx") == [("no_survey_sheet", 0)]
    assert refused(the_file("name,label", "a,甲")) == [("no_column", 1)]

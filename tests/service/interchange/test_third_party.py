"""Files by other hands come in and go out again, or are refused with the right reason."""

from pathlib import Path

import pytest

from service.interchange.as_text import as_text
from service.interchange.objections import Cell, Line, Objection
from service.interchange.objections import Path as JsonPath
from service.interchange.reading import read_questionnaire
from service.interchange.writing import write_questionnaire
from surveys.questionnaire.paste.reading import parse
from surveys.questionnaire.questions import Option, SingleChoice
from surveys.refusals import Refusal

FILES = Path(__file__).resolve().parents[2] / "data" / "questionnaires"


def the_objections(name: str, data: bytes | None = None) -> list[Objection]:
    content = (FILES / name).read_bytes() if data is None else data
    with pytest.raises(Refusal) as refused:
        read_questionnaire(Path(name).name, content)
    assert refused.value.code == "interchange.rejected"
    found = refused.value.data["objections"]
    assert isinstance(found, tuple)
    return list(found)


def test_a_plain_form_comes_in_and_out_in_every_format() -> None:
    file = FILES / "xlsform" / "yes_or_no_question.xlsx"
    read = read_questionnaire(file.name, file.read_bytes())
    assert list(read.form.questions()) == [
        SingleChoice(
            key="good_day",
            title="have you had a good day today?",
            required=False,
            options=(Option("yes", "yes"), Option("no", "no")),
        )
    ]
    assert [remark.code for remark in read.remarks] == ["title_missing"]
    assert read.complaints == ()
    for kind, name in (("xlsform", "a.xlsx"), ("surveyjs", "a.json"), ("json", "a.json")):
        again = read_questionnaire(name, write_questionnaire(read.form, kind))
        assert again.form == read.form, kind
    assert parse(as_text(read.form)).form == read.form


def test_a_heading_that_stands_twice_is_named_with_its_column() -> None:
    assert the_objections("xlsform/bug_duplicate_columns.xlsx") == [
        Objection("twin_column", Cell("survey", 1, "E"), {"word": "label"})
    ]


def test_choices_that_depend_on_an_answer_are_refused_row_by_row() -> None:
    assert the_objections("xlsform/choice_filter_test.xlsx") == [
        Objection("choice_filter", Cell("survey", 3), {"word": "${state}=cf"}),
        Objection("choice_filter", Cell("survey", 4), {"word": "${county}=cf"}),
    ]
    assert the_objections("xlsform/or_other.xlsx") == [
        Objection("choice_filter", Cell("survey", 3), {"word": "pastel=yes"})
    ]


def test_an_old_workbook_is_refused_for_its_pictures_only() -> None:
    assert the_objections("xlsform/table-list.xls") == [
        Objection("media", Cell("choices", 23), {"word": "happy.jpg"}),
        Objection("media", Cell("choices", 24), {"word": "sad.jpg"}),
    ]


def test_a_number_to_be_checked_as_a_phone_number_is_no_plain_line() -> None:
    (objection,) = the_objections("xlsform/group.md")
    assert objection.sentence().startswith("“survey”第 5 行：题型“phone number”民评没有")


def test_every_widget_we_have_not_is_named_with_its_row() -> None:
    found = the_objections("xlsform/widgets.csv")
    rows = {objection.at.row for objection in found if isinstance(objection.at, Cell)}
    assert rows == {5, *range(6, 20)}
    assert {o.data.get("word") for o in found if o.code == "type"} >= {
        "date",
        "geopoint",
        "barcode",
        "image",
        "trigger",
    }
    assert [o.data["word"] for o in found if o.code == "default"] == ["18.31", "a c", "8"]


def test_a_quiz_is_refused_for_what_makes_it_one() -> None:
    found = the_objections("surveyjs/angular-example-survey.json")
    assert Objection("property", JsonPath("$"), {"word": "timeLimit"}) in found
    assert Objection("random", JsonPath("$.pages[2].elements[0]")) in found
    assert (
        Objection("name_twice", JsonPath("$.pages[1].elements[1]"), {"word": "civilwar"}) in found
    )


@pytest.mark.parametrize("name", ["questiontype-matrix.json", "real-productfeedback.json"])
def test_a_script_is_told_from_data_by_its_line(name: str) -> None:
    (objection,) = the_objections(f"surveyjs/{name}")
    assert objection.code == "javascript"
    assert objection.at == Line(1)

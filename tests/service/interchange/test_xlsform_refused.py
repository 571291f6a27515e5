"""XLSForm: what cannot be taken over is told for its row, everything at once."""

import pytest

from tests.service.interchange.xlsforms import a_survey, refused


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

"""Files made to keep the reader busy: twice the file is about twice the work, or a plain no."""

from typing import Any

import pytest

from service.interchange.expressions import Unclear, parse
from service.interchange.objections import Desk, Line
from service.interchange.plain import plain
from service.interchange.reading import read_questionnaire
from surveys.refusals import Refusal
from tests.effort import calls_of
from tests.service.interchange.limesurvey_files import a_question, an_answer, an_old_file

TWICE = 2.6
"""Twice as much, and something for what is sorted."""


def read(name: str, data: bytes) -> tuple[str, set[str]]:
    try:
        read_questionnaire(name, data)
    except Refusal as refusal:
        found: Any = refusal.data.get("objections", ())
        return refusal.code, {each.code for each in found}
    return "", set()


def a_lime_file(size: int) -> bytes:
    numbers = [str(number) for number in range(1, size + 1)]
    return an_old_file(
        *(a_question(number, "L", f"Q{number}", relevance="Q1.NAOK == 1") for number in numbers),
        answers=[an_answer(number, "A1", "好", 1) for number in numbers],
    )


def test_twice_the_questions_are_twice_the_work() -> None:
    read("a.lss", a_lime_file(2))
    once, twice = (a_lime_file(size) for size in (150, 300))
    assert calls_of(lambda: read("a.lss", twice)) <= TWICE * calls_of(lambda: read("a.lss", once))


@pytest.mark.parametrize(
    "text",
    [
        "<b>" + " " * 4990 + "x",
        "<" + " " * 4990 + "x",
        "<a " + 'href="x" ' * 540,
        "<b>&#" + "9" * 4900,
    ],
    ids=["spaces", "an open tag", "a link", "a letter of many digits"],
)
def test_markup_that_never_ends_is_plain_text_soon(text: str) -> None:
    for _ in range(50):
        assert plain(Desk(), text, Line())


def test_a_letter_of_too_many_digits_is_none() -> None:
    assert plain(Desk(), "<b>甲&#" + "9" * 4900 + ";乙&#x4e01;", Line()) == "甲\ufffd乙丁"


def test_a_name_in_braces_that_never_close_is_unclear() -> None:
    with pytest.raises(Unclear):
        parse("${" + " " * 3990 + "x")
    assert parse("{ q1 } = 1") == parse("{q1} = 1")


def test_json_of_empty_lines_is_refused() -> None:
    assert read("a.json", b"{" + b"\n" * 2_000_000 + b"x") == (
        "interchange.rejected", {"not_json"},
    )  # fmt: skip


def test_groups_in_groups_are_refused_where_they_are_too_deep() -> None:
    groups = b"".join(b",begin_group,g%d,G\n" % at for at in range(30))
    rows = b"survey\n,type,name,label\n" + groups + b",integer,q,Q\n" + b",end_group,,\n" * 30
    assert read("a.csv", rows) == ("interchange.rejected", {"shape"})


def test_an_order_of_too_many_digits_is_no_order() -> None:
    data = a_lime_file(2).replace(b"<question_order>", b"<question_order>" + b"9" * 5000, 1)
    assert read("a.lss", data) == read("a.lss", a_lime_file(2))

"""What people may write, and what a clerk may ask."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.consultation.consultation import (
    MOST_SUBJECTS,
    Consultation,
    Department,
    Naming,
    Section,
    demand_sound,
    read_departments,
    read_sections,
    write_sections,
)
from surveys.consultation.opinion import LONGEST, read_submission
from surveys.refusals import Refusal
from tests.people import ZHOU


def a_consultation(naming: Naming = Naming.NAMED) -> Consultation:
    return Consultation(
        title="老厂镇2026年部门工作评议",
        subjects=(
            Section(key="s1", heading="一、道路养护", text="每季度养护一次。"),
            Department(key="d1", label="镇财政所"),
        ),
        naming=naming,
    )


LINE = st.text(st.characters(codec="utf-8", categories=("L", "N", "P")), min_size=1, max_size=40)


@given(st.lists(st.tuples(LINE, st.lists(LINE, max_size=3)), max_size=6))
def test_sections_written_into_the_box_are_read_back_the_same(
    typed: list[tuple[str, list[str]]],
) -> None:
    sections = tuple(
        Section(key=f"s{at}", heading=heading, text="\n".join(lines))
        for at, (heading, lines) in enumerate(typed, start=1)
    )
    assert read_sections(write_sections(sections)) == sections


def test_lines_of_spaces_and_windows_line_ends_part_sections_too() -> None:
    read = read_sections("一、道路\r\n修路。\r\n \u3000\r\n\r\n二、路灯")
    assert [each.heading for each in read] == ["一、道路", "二、路灯"]
    assert read[0].text == "修路。"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "consultation.no_subject"),
        ("甲\n甲", "consultation.subject_twice"),
        ("\n".join(str(n) for n in range(MOST_SUBJECTS + 1)), "consultation.too_many_subjects"),
        ("长" * 61, "consultation.long_heading"),
    ],
)
def test_what_cannot_be_asked_is_refused(typed: str, code: str) -> None:
    with pytest.raises(Refusal, match=code):
        demand_sound(Consultation("题", read_departments(typed), Naming.OPEN))


def test_every_box_that_was_filled_is_an_opinion_in_the_order_of_the_page() -> None:
    sent = read_submission(
        a_consultation(),
        {"": " 路灯 ", "d1": "", "s1": "路窄\r\n难走"},
        name=ZHOU.name,
        contact=ZHOU.phone,
        consented=True,
    )
    assert sent.words == (("s1", "路窄\n难走"), ("", "路灯"))
    assert (sent.name, sent.contact, sent.consented) == (ZHOU.name, ZHOU.phone, True)


def test_where_no_name_is_asked_for_none_is_kept_whatever_was_sent() -> None:
    sent = read_submission(
        a_consultation(Naming.OPEN), {"s1": "路窄"}, name="周", contact="138", consented=True
    )
    assert (sent.name, sent.contact, sent.consented) == ("", "", False)


def test_only_in_a_named_consultation_can_one_agree_to_be_printed() -> None:
    sent = read_submission(
        a_consultation(Naming.OPTIONAL), {"s1": "路窄"}, name="周", consented=True
    )
    assert sent.name == "周"
    assert not sent.consented


@pytest.mark.parametrize(
    ("words", "name", "code"),
    [
        ({"s1": " \n "}, "周", "consultation.nothing_written"),
        ({"s1": "路窄"}, " ", "consultation.name_missing"),
        ({"s1": "字" * (LONGEST + 1)}, "周", "consultation.too_long"),
        ({"s9": "路窄"}, "周", "request.malformed"),
    ],
)
def test_what_cannot_be_taken_in_is_refused_by_name(
    words: dict[str, str], name: str, code: str
) -> None:
    with pytest.raises(Refusal, match=code):
        read_submission(a_consultation(), words, name=name)

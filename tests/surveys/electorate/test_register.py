"""Importing a roll: forgiving about headings, strict about people, all or nothing."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.electorate.mistakes import CODES, Mistake
from surveys.electorate.register import MOST_ROWS, Register, Sheet, register
from surveys.electorate.roll import Body, DeputyGroup, WeightingGroup
from tests.builders import FOUR_DEPARTMENTS

HEADER = ("姓名", "代表小组", "身份", "手机号", "回避部门", "备注")
SUN = ("孙立新", "第一小组", "镇人大代表", "13800000002", "", "")
LI = ("李春梅", "第二小组", "镇人大代表", "13800000003", "财政所", "")
DEPUTIES = (WeightingGroup(key="deputies", label="代表"),)
TWO = (*DEPUTIES, WeightingGroup(key="public", label="群众"))


def read(*rows: tuple[str, ...], **known: Any) -> Register | tuple[Mistake, ...]:
    given_: dict[str, Any] = {"weightings": DEPUTIES, "appraisees": FOUR_DEPARTMENTS, **known}
    return register((Sheet(name="名册", rows=rows),), **given_)


def taken(*rows: tuple[str, ...], **known: Any) -> Register:
    result = read(*rows, **known)
    assert isinstance(result, Register), result
    return result


def refused(*rows: tuple[str, ...], **known: Any) -> list[tuple[str, int, str]]:
    result = read(*rows, **known)
    assert not isinstance(result, Register)
    return [(mistake.code, mistake.row, mistake.column) for mistake in result]


def test_a_clean_table_becomes_a_roll_and_says_what_is_in_it() -> None:
    found = taken(HEADER, SUN, LI)
    sun, li = found.roll.people
    assert (sun.name, sun.phone, sun.weighting) == ("孙立新", "13800000002", "deputies")
    assert li.recused_from == {"finance"}
    assert [group.label for group in found.roll.groups] == ["第一小组", "第二小组"]
    assert (found.summary.people, found.summary.entitled) == (2, 2)
    assert found.summary.bodies == {Body.DEPUTY: 2}
    assert found.summary.groups == {"g1": 1, "g2": 1}
    assert found.summary.recused == ("李春梅",)


def test_headings_are_read_as_officials_write_them_under_a_title() -> None:
    found = taken(
        ("老厂镇第十五届人大代表名册", "", ""),
        ("", "", ""),
        ("序号", "姓　名*", "所属小组", "联系电话（必填）"),
        ("1", "李  明", "第一小组", "＋８６ 138-0000-0001"),
    )
    (person,) = found.roll.people
    assert (person.name, person.phone) == ("李明", "13800000001")
    assert found.summary.ignored == ("序号",)


@pytest.mark.parametrize(
    ("typed", "bodies"),
    [
        ("主席团成员、镇人大代表", {Body.PRESIDIUM, Body.DEPUTY}),
        ("副主席", {Body.PRESIDIUM}),
        ("代表", {Body.DEPUTY}),
        ("老厂镇人大代表", {Body.DEPUTY}),
        ("市人大代表；镇代表", {Body.HIGHER_DEPUTY, Body.DEPUTY}),
        ("红河州人大代表", {Body.HIGHER_DEPUTY}),
        ("村民代表", {Body.VOTER}),
    ],
)
def test_a_persons_bodies_are_read_from_common_words(typed: str, bodies: set[Body]) -> None:
    (person,) = taken(HEADER, ("孙立新", "第一小组", typed)).roll.people
    assert person.bodies == bodies


def test_a_person_in_two_bodies_on_two_rows_is_one_person() -> None:
    presidium = ("孙立新", "主席团", "主席团成员", "13800000002", "自然资源所", "")
    found = taken(HEADER, SUN, presidium)
    (person,) = found.roll.people
    assert person.bodies == {Body.DEPUTY, Body.PRESIDIUM}
    assert (person.group, person.recused_from) == ("g1", {"land"})
    assert found.summary.merged == ("孙立新",)


def test_two_people_of_one_name_with_two_phones_are_two() -> None:
    other = ("孙立新", "第三小组", "镇人大代表", "13900000009")
    assert taken(HEADER, SUN, other).summary.people == 2


def test_a_person_on_two_sheets_is_found_too() -> None:
    sheets = (
        Sheet(name="镇代表", rows=(HEADER, SUN)),
        Sheet(name="副本", rows=(HEADER, SUN), first=3),
    )
    result = register(sheets, weightings=DEPUTIES)
    assert result == (
        Mistake(code="duplicate_person", sheet="副本", row=4, data={"sheet": "镇代表", "first": 2}),
    )


def test_instructions_and_empty_sheets_are_passed_over() -> None:
    sheets = (
        Sheet(name="填写说明", rows=(("请勿改动表头",),)),
        Sheet(name="名册", rows=(HEADER, SUN)),
        Sheet(name="Sheet3", rows=(("", ""),)),
    )
    assert isinstance(register(sheets, weightings=DEPUTIES), Register)


def test_what_looks_like_a_formula_is_a_text() -> None:
    formula = '=HYPERLINK("http://a.example")'
    assert taken(HEADER, (formula, "第一小组", "代表")).roll.people[0].name == formula


def test_somebody_suspended_is_listed_and_not_entitled() -> None:
    found = taken(("姓名", "小组", "能否投票"), ("孙立新", "一组", "是"), ("李春梅", "一组", "否"))
    assert (found.summary.people, found.summary.entitled) == (2, 1)


def test_with_several_weighting_groups_each_row_names_its_own() -> None:
    header = ("姓名", "代表小组", "计票组")
    found = taken(header, ("孙立新", "一组", "代表"), ("周大勇", "一组", "群众"), weightings=TWO)
    assert found.summary.weightings == {"deputies": 1, "public": 1}


def sun(**cells: str) -> tuple[str, ...]:
    return tuple(cells.get(heading, cell) for heading, cell in zip(HEADER, SUN, strict=True))


GROUPS = {"groups": (DeputyGroup(key="g9", label="第一小组"),)}
WEIGHTED = ("姓名", "代表小组", "身份", "手机号", "计票组")
REFUSED: list[tuple[list[tuple[str, ...]], dict[str, Any], tuple[str, int, str]]] = [
    ([("孙立新", "第一小组")], {}, ("no_header", 0, "")),
    ([HEADER], {}, ("no_people", 0, "")),
    ([("姓名", "手机号"), ("孙立新", "")], {}, ("missing_column", 1, "")),
    ([("姓名", "小组", "姓名"), ("孙立新", "一组")], {}, ("duplicate_column", 1, "C")),
    (
        [("姓名", "小组", "居民身份证号"), ("孙立新", "一组", "532501199001011234")],
        {},
        ("id_card_column", 1, "C"),
    ),
    ([HEADER, sun(备注="53250119900101123X")], {}, ("id_card_cell", 2, "F")),
    ([HEADER, sun(姓名=" ")], {}, ("missing_name", 2, "A")),
    ([HEADER, sun(姓名="孙" * 41)], {}, ("name_too_long", 2, "A")),
    ([HEADER, sun(代表小组="")], {}, ("missing_group", 2, "B")),
    ([HEADER, sun(代表小组="组" * 41)], {}, ("group_too_long", 2, "B")),
    ([HEADER, sun(代表小组="第八小组")], GROUPS, ("unknown_group", 2, "B")),
    ([HEADER, sun(身份="")], {}, ("missing_body", 2, "C")),
    ([HEADER, sun(身份="镇长")], {}, ("unknown_body", 2, "C")),
    ([HEADER, SUN], {"weightings": TWO}, ("missing_weighting", 2, "")),
    ([WEIGHTED, (*SUN[:4], "专家")], {"weightings": TWO}, ("unknown_weighting", 2, "E")),
    ([HEADER, sun(手机号="1380000000")], {}, ("bad_phone", 2, "D")),
    ([HEADER, sun(手机号="12800000000")], {}, ("bad_phone", 2, "D")),
    ([HEADER, sun(手机号="1.38E+10")], {}, ("bad_phone", 2, "D")),
    ([HEADER, SUN, sun(姓名="孙丽新")], {}, ("duplicate_phone", 3, "")),
    ([HEADER, SUN, SUN], {}, ("duplicate_person", 3, "")),
    ([HEADER, SUN, sun(手机号="")], {}, ("unnamed_twin", 3, "")),
    ([HEADER, sun(手机号=""), sun(手机号="")], {}, ("unnamed_twin", 3, "")),
    (
        [WEIGHTED, (*SUN[:4], "代表"), ("孙立新", "一组", "选民", "13800000002", "群众")],
        {"weightings": TWO},
        ("two_weightings", 3, ""),
    ),
    ([HEADER, sun(回避部门="邮政局")], {}, ("unknown_department", 2, "E")),
    ([HEADER, sun(回避部门="所")], {}, ("unclear_department", 2, "E")),
    (
        [("姓名", "小组", "能否投票"), ("孙立新", "一组", "再议")],
        {},
        ("bad_eligibility", 2, "C"),
    ),
    ([("",)] * (MOST_ROWS + 1) + [("孙立新",)], {}, ("too_many", 0, "")),
]


@pytest.mark.parametrize(("rows", "known", "mistake"), REFUSED, ids=[m[0] for *_, m in REFUSED])
def test_each_mistake_is_named_with_its_row_and_column(
    rows: list[tuple[str, ...]], known: dict[str, Any], mistake: tuple[str, int, str]
) -> None:
    assert refused(*rows, **known) == [mistake]


def test_every_mistake_of_the_table_is_provoked_above() -> None:
    assert {code for *_, (code, _, _) in REFUSED} == CODES


def test_one_dry_run_names_every_mistake_in_reading_order() -> None:
    rows = (HEADER, SUN, sun(姓名="", 手机号="1"), (), LI, sun(身份="镇长", 回避部门="邮政局"))
    assert refused(*rows) == [
        ("missing_name", 3, "A"),
        ("bad_phone", 3, "D"),
        ("unknown_body", 6, "C"),
        ("unknown_department", 6, "E"),
    ]


def test_a_workbook_without_sheets_is_refused() -> None:
    assert register((), weightings=DEPUTIES) == (Mistake(code="no_people", sheet=""),)


CELL = st.sampled_from([*SUN, *LI, "", "=1+1", "１３８00000002", "身份证"]) | st.text(max_size=5)


@given(st.lists(st.lists(CELL, max_size=8).map(tuple), max_size=8))
def test_any_table_is_either_a_roll_or_a_list_of_mistakes(rows: list[tuple[str, ...]]) -> None:
    result = read(HEADER, SUN, *rows)
    if isinstance(result, Register):
        people = result.roll.people
        assert len({person.key for person in people}) == len(people) == result.summary.people
        assert len({person.phone for person in people if person.phone}) == sum(
            bool(person.phone) for person in people
        )
    else:
        assert result

"""Which remarks may be read, and what a reader is asked to look at in them."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.tally.remarks import Remark, Trace, release, traces
from tests.people import LI, SUN

WRITTEN = st.lists(st.builds(Remark, st.sampled_from(["finance", "land", "law", ""]), st.text()))


@given(WRITTEN, st.integers(1, 5))
def test_no_list_is_shorter_than_the_least_and_nothing_is_moved_or_altered(
    written: list[Remark], least: int
) -> None:
    """F014."""
    released = release(written, least)
    assert min(Counter(one.about for one in released).values(), default=least) >= least
    rest = iter(written)
    assert all(any(one.words == other.words for other in rest) for one in released)
    for one in released:
        assert not one.about or one in written
    numbers = Counter(one.about for one in written)
    enough = {about for about, number in numbers.items() if about and number >= least}
    assert {one.about for one in released if one.about} == enough
    assert len(written) - len(released) < least


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("我的电话13800000002，随时联系", [(Trace.PHONE, "13800000002")]),
        ("打 138 0000 0002 找我", [(Trace.PHONE, "13800000002")]),
        ("+86 138-0000-0002", [(Trace.PHONE, "8613800000002")]),
        ("身份证530111199001011234", [(Trace.IDENTITY, "530111199001011234")]),
        ("身份证 53011119900101123x。", [(Trace.IDENTITY, "53011119900101123x")]),
        (f"我是{SUN.name}", [(Trace.NAME, SUN.name)]),
        (f"{LI.name[0]} {LI.name[1:]}说过", [(Trace.NAME, LI.name)]),
        ("2026年修路拨款13800000元", []),
        ("办事要跑三趟", []),
    ],
)
def test_what_may_show_a_person_is_pointed_at(words: str, found: list[tuple[Trace, str]]) -> None:
    """F014: a prompt, never a change."""
    assert list(traces(words, [SUN.name, LI.name])) == found

"""What open answers may tell: themes and words that enough people mentioned, once read."""

import sys
from collections.abc import Sequence

import msgspec
import pytest

from surveys.statistics.computable import NotComputable, Reason
from surveys.statistics.opinions import (
    Keyword,
    OpenAnswer,
    Theme,
    frequent,
    keywords,
    themes,
    verbatim,
)
from surveys.statistics.words import Segmenter, segmenter


def said(about: str, text: str, times: int, *codes: str) -> list[OpenAnswer]:
    """The same remark from so many people, read and released."""
    return [OpenAnswer(about, text, codes, released=True)] * times


def parted(*lexicon: str) -> Segmenter:
    """The segmenter as installed here."""
    made = segmenter(lexicon)
    assert not isinstance(made, NotComputable)
    return made


def told(found: dict[str, tuple[Keyword, ...]] | NotComputable, about: str) -> list[str]:
    """The keywords of one department."""
    assert not isinstance(found, NotComputable)
    return [keyword.word for keyword in found[about]]


TOWN = [
    *said("ziran", "宅基地审批等得太久", 14),
    *said("ziran", "办事态度好", 12),
    *said("caizheng", "惠民补贴发放及时", 15),
    *said("caizheng", "办事态度好", 12),
    *said("caizheng", "账目要公开", 3),
]


def test_a_place_name_stays_whole_once_it_is_in_the_lexicon() -> None:
    assert "马鹿塘" in parted("马鹿塘")("马鹿塘的路灯不亮")
    assert "马鹿塘" not in parted()("马鹿塘的路灯不亮")


def test_without_the_extra_the_reason_stands_where_the_words_would(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "rjieba", None)
    missing = segmenter(["马鹿塘"])
    assert missing == NotComputable(Reason.NOT_INSTALLED)
    assert keywords(TOWN, minimum=10, parted=missing) == missing
    assert frequent(TOWN, minimum=10, parted=missing) == missing


def test_keywords_tell_departments_apart_and_what_is_said_of_all_does_not() -> None:
    found = keywords(TOWN, minimum=10, parted=parted("宅基地", "马鹿塘"))
    assert "宅基地" in told(found, "ziran")
    assert "补贴" in told(found, "caizheng")
    for about in ("ziran", "caizheng"):
        assert not {"态度", "办事"} & {*told(found, about)}


def test_what_fewer_people_said_than_the_minimum_is_not_told() -> None:
    for minimum, expected in ((15, True), (16, False)):
        found = keywords(TOWN, minimum=minimum, parted=parted())
        assert ("补贴" in told(found, "caizheng")) is expected


def test_who_repeats_a_word_has_said_it_once() -> None:
    answers = said("ziran", "宅基地宅基地宅基地", 4)
    assert frequent(answers, minimum=1, parted=parted("宅基地")) == (("宅基地", 4),)


def test_nothing_is_taken_from_an_answer_nobody_released() -> None:
    unread = [msgspec.structs.replace(answer, released=False, themes=("slow",)) for answer in TOWN]
    assert keywords(unread, minimum=1, parted=parted()) == NotComputable(Reason.NO_BALLOTS)
    assert frequent(unread, minimum=1, parted=parted()) == ()
    assert themes(unread, minimum=1, agreement=1.0) == ()
    assert verbatim(unread, "ziran") == ()


def test_words_of_one_department_alone_distinguish_it_from_nobody() -> None:
    answers: Sequence[OpenAnswer] = said("ziran", "宅基地审批慢", 20)
    found = keywords(answers, minimum=5, parted=parted())
    assert found == NotComputable(Reason.ONE_DEPARTMENT)


def test_themes_need_mentions_and_two_people_who_coded_alike() -> None:
    answers = [*said("ziran", "慢", 12, "slow", "slow"), *said("ziran", "远", 4, "far")]
    assert themes(answers, minimum=10, agreement=0.7) == (Theme("slow", 12),)
    assert themes(answers, minimum=10, agreement=0.6) == NotComputable(Reason.UNRELIABLE)
    undefined = NotComputable(Reason.NO_VARIATION)
    assert themes(answers, minimum=10, agreement=undefined) == undefined

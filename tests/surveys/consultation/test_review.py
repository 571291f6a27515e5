"""What staff do with an opinion, how it is taken back, and what of it the digest says."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.canonical import decode, encode
from surveys.consultation.consultation import Consultation, Department, Naming, Section
from surveys.consultation.course import Stage, advance
from surveys.consultation.digest import digest_of
from surveys.consultation.opinion import Opinion
from surveys.consultation.review import (
    STEPS,
    Accepted,
    Entry,
    Forwarded,
    Merged,
    Received,
    Redacted,
    Replied,
    Reviewed,
    SetAside,
    State,
    Taken,
    Undone,
    demand_place,
    demand_time,
    standing,
    take,
)
from surveys.refusals import Refusal
from tests.people import ZHOU

WORDS = st.text(min_size=1, max_size=5)
STATES: st.SearchStrategy[Entry] = st.one_of(
    st.just(Accepted()),
    st.builds(Merged, st.integers(1, 9)),
    st.builds(Redacted, WORDS, WORDS),
    st.builds(Forwarded, WORDS, st.just("2026-09-01")),
    st.builds(Replied, WORDS),
    st.builds(SetAside, WORDS),
    st.just(Undone()),
)
TOWN = Consultation(
    title="2026年部门工作评议征求意见",
    subjects=(Section(key="s1", heading="一、道路"), Department(key="d1", label="镇财政所")),
    naming=Naming.NAMED,
)


def walk(tried: list[Entry]) -> list[Entry]:
    """The log that remains of steps tried one after the other: those refused leave no row."""
    log: list[Entry] = []
    for entry in tried:
        try:
            log.append(take(standing(log), entry))
        except Refusal:
            continue
    return log


@given(st.lists(STATES, max_size=12), STATES)
def test_undoing_a_step_leads_back_to_where_it_stood(tried: list[Entry], last: Entry) -> None:
    log = walk(tried)
    before = standing(log)
    longer = walk([*log, last])
    if len(longer) > len(log) and not isinstance(last, Undone):
        assert standing(longer) != Received()
        assert standing([*longer, Undone()]) == before


@given(st.lists(STATES, max_size=12))
def test_a_log_is_kept_as_canonical_json_and_read_back_the_same(tried: list[Entry]) -> None:
    log = walk(tried)
    rows = [encode(Taken(entry)) for entry in log]
    assert [decode(row, Taken).entry for row in rows] == log


@given(st.lists(STATES.filter(lambda entry: not isinstance(entry, Undone)), max_size=12))
def test_words_once_redacted_never_come_back_but_by_undoing(tried: list[Entry]) -> None:
    log = walk([Redacted("隐去了", "点名"), *tried])
    assert getattr(standing(log), "words", None) == "隐去了"


@pytest.mark.parametrize("here", [Merged(2), Replied("已修"), SetAside("重复")])
def test_where_no_step_leads_on_only_undoing_helps(here: State) -> None:
    assert STEPS[type(here)] == ()
    with pytest.raises(Refusal, match="no_such_step"):
        take(here, Accepted())
    assert take(here, Undone()) == Undone()


def test_what_nobody_handled_cannot_be_undone() -> None:
    with pytest.raises(Refusal, match="nothing_to_undo"):
        take(Received(), Undone())


def test_a_reply_says_which_department_was_asked_and_when() -> None:
    asked = Forwarded("镇财政所", "2026-09-01", words="某人推诿")
    assert take(asked, Replied("已处理")) == Replied("已处理", "镇财政所", "2026-09-01", "某人推诿")


@pytest.mark.parametrize("into", [1, 3, 4, 9])
def test_one_merges_only_into_another_that_stands(into: int) -> None:
    states: dict[int, State] = {1: Received(), 2: Accepted(), 3: Merged(2), 4: SetAside("无关")}
    demand_place(1, Merged(2), states)
    with pytest.raises(Refusal, match="no_merge"):
        demand_place(1, Merged(into), states)


def test_an_opinion_others_are_merged_into_keeps_standing() -> None:
    states: dict[int, State] = {1: Forwarded("镇财政所", "2026-09-01"), 2: Merged(1)}
    demand_place(1, Accepted(), states)
    with pytest.raises(Refusal, match="merged_into"):
        demand_place(1, Received(), states)


def test_after_the_digest_only_replies_come_or_are_taken_back() -> None:
    asked, answered = Forwarded("镇财政所", "2026-09-01"), Replied("已修", "镇财政所")
    demand_time(Stage.CLOSED, Received(), Accepted())
    for stage in (Stage.DIGESTED, Stage.PUBLISHED):
        demand_time(stage, asked, answered)
        demand_time(stage, answered, asked)
        for here, after in ((asked, Accepted()), (answered, Received())):
            with pytest.raises(Refusal, match="review_over"):
                demand_time(stage, here, after)
    with pytest.raises(Refusal, match="review_over"):
        demand_time(Stage.VOID, asked, answered)


def a_review(number: int, state: State, *, about: str = "s1", name: str = "") -> Reviewed:
    return Reviewed(Opinion(number, about, f"原话{number}", name), state)


def test_the_digest_counts_who_said_the_same_and_says_the_oftenest_first() -> None:
    digest = digest_of(
        TOWN,
        [
            a_review(1, Accepted()),
            a_review(2, Accepted()),
            a_review(3, Merged(2)),
            a_review(4, Merged(2), about="d1"),
            a_review(5, SetAside("不属于本镇职责")),
            a_review(6, SetAside("不属于本镇职责"), about=""),
        ],
    )
    road, finance, other = digest.chapters
    assert [(point.number, point.times) for point in road.points] == [(2, 3), (1, 1)]
    assert (road.received, finance.received, finance.points, other.points) == (4, 1, (), ())
    assert digest.set_aside == (("不属于本镇职责", 2),)
    assert digest.states == {"accepted": 2, "merged": 2, "set_aside": 2}


def test_redacted_words_stand_in_the_digest_and_the_original_nowhere() -> None:
    forwarded = take(Redacted("某干部态度差", "点名"), Forwarded("镇财政所", "2026-09-01"))
    replied = take(forwarded, Replied("已批评教育"))
    for number, state in enumerate((Redacted("某干部态度差", "点名"), forwarded, replied), 1):
        digest = digest_of(TOWN, [a_review(number, state, name=ZHOU.name)])
        assert digest.chapters[0].points[0].words == "某干部态度差"
        assert digest.chapters[0].points[0].redacted
        written = encode(digest).decode()
        assert "原话" not in written
        assert ZHOU.name not in written, "nobody is named beside words they did not write"


def test_a_name_stands_only_beside_its_own_words() -> None:
    digest = digest_of(
        TOWN, [a_review(1, Accepted(), name=ZHOU.name), a_review(2, Merged(1), name="李春梅")]
    )
    assert digest.chapters[0].points[0].name == ZHOU.name
    assert "李春梅" not in encode(digest).decode()


def test_a_consultation_takes_its_course_and_no_other() -> None:
    course = (Stage.DRAFTED, Stage.OPEN, Stage.CLOSED, Stage.DIGESTED, Stage.PUBLISHED)
    for here, there in pairwise(course):
        assert advance(here, there) is there
    for here, there in ((Stage.CLOSED, Stage.OPEN), (Stage.PUBLISHED, Stage.VOID)):
        with pytest.raises(Refusal, match="not_from_here"):
            advance(here, there)

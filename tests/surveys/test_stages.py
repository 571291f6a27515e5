"""The order of an evaluation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.refusals import Refusal
from surveys.stages import TRANSITIONS, Stage, advance

ENDS = {Stage.PUBLISHED, Stage.VOID}


def test_an_evaluation_goes_from_draft_to_publication() -> None:
    here = Stage.DRAFTED
    for there in (
        "prepared",
        "open",
        "paused",
        "open",
        "closed",
        "counted",
        "confirmed",
        "published",
    ):
        here = advance(here, Stage(there))
    assert here is Stage.PUBLISHED


@given(st.lists(st.sampled_from(Stage)))
def test_no_path_leaves_what_is_published_or_void(steps: list[Stage]) -> None:
    here, ended = Stage.DRAFTED, None
    for there in steps:
        if there in TRANSITIONS[here]:
            here = advance(here, there)
        ended = ended or (here if here in ENDS else None)
    assert ended is None or here is ended


def test_every_stage_can_be_reached_from_a_draft() -> None:
    reached = {Stage.DRAFTED}
    for _ in Stage:
        reached |= {there for here in reached for there in TRANSITIONS[here]}
    assert reached == set(Stage)


def test_anything_unpublished_can_be_declared_void() -> None:
    assert {here for here in Stage if Stage.VOID in TRANSITIONS[here]} == set(Stage) - ENDS


@pytest.mark.parametrize(
    ("here", "there"),
    [(here, there) for here in Stage for there in Stage if there not in TRANSITIONS[here]],
)
def test_a_step_outside_the_table_is_refused(here: Stage, there: Stage) -> None:
    with pytest.raises(Refusal) as refused:
        advance(here, there)
    assert refused.value.data == {"here": here.value, "there": there.value}


def test_a_box_once_closed_never_opens_for_votes_again() -> None:
    after = {Stage.CLOSED}
    for _ in Stage:
        after |= {there for here in after for there in TRANSITIONS[here]}
    assert after.isdisjoint({Stage.OPEN, Stage.PAUSED})

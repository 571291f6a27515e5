"""Whatever people do in whatever order, a sealed vote goes as thirty lines of plain Python say.

The machine asks for stamps, asks again, loses replies, lends ballots, casts, pauses, closes, kills
the process between two requests and opens. The thirty lines are tried alone for their own laws,
many times over; then the same walks are gone with real keys on a real PostgreSQL, step by step.
"""

from typing import ClassVar

import pytest
from hypothesis import HealthCheck, Phase
from hypothesis import settings as examples
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from service.box.opening import Opening
from service.database.cluster import Server
from service.settings import Settings
from tests.service.box.real_course import PEOPLE, Hall, Request

MAY_FOLLOW = {
    "prepared": ("open",),
    "open": ("paused", "closed"),
    "paused": ("open", "closed"),
    "closed": (),
}
SHUT = {"prepared": "box.not_open", "paused": "box.paused", "closed": "box.closed"}


class Reference:
    """What should happen; `ok`, or the code of the refusal."""

    def __init__(self) -> None:
        self.stage = "prepared"
        self.inner: dict[str, list[Request]] = {who: [] for who in PEOPLE}
        self.outer: dict[str, Request | None] = dict.fromkeys(PEOPLE)
        self.inside: dict[Request, Request | None] = {}
        self.box: set[Request] = set()

    def ask_inner(self, who: str, request: Request) -> str:
        if self.stage != "open":
            return SHUT[self.stage]
        if request in self.inner[who]:
            return "ok"
        if self.outer[who]:
            return "stamp.after_outer"
        if len(self.inner[who]) == 2:
            return "stamp.too_many"
        self.inner[who].append(request)
        return "ok"

    def ask_outer(self, who: str, request: Request) -> str:
        if self.outer[who] == request and self.stage in ("open", "paused"):
            return "ok"
        if self.stage != "open":
            return SHUT[self.stage]
        if self.outer[who]:
            return "stamp.other_envelope"
        if not self.inner[who]:
            return "stamp.inner_first"
        self.outer[who] = request
        return "ok"

    def cast(self, envelope: Request) -> str:
        if envelope in self.box:
            return "ok"
        if self.stage != "open":
            return SHUT[self.stage]
        self.box.add(envelope)
        return "ok"

    def open(self) -> Opening:
        held = [self.inside[envelope] for envelope in self.box]
        good = [ballot for ballot in held if ballot and held.count(ballot) == 1]
        return Opening(len(good), len(held) - len(good), 0)


class Course(RuleBasedStateMachine):
    """A walk; with a hall, on the real thing as well."""

    hall: ClassVar[Hall | None] = None
    whose = st.sampled_from(PEOPLE)
    which = st.integers(0, 2)
    lost = st.booleans()

    def __init__(self) -> None:
        super().__init__()
        self.says = Reference()
        self.ballots: list[Request] = []
        self.envelopes: list[Request] = []
        self.opened: Opening | None = None
        self.acknowledged: set[Request] = set()
        if self.hall:
            self.hall.run(self.hall.begin())

    @rule(who=whose, which=which, lost=lost)
    def a_ballot_is_stamped(self, *, who: str, which: int, lost: bool) -> None:
        request = (who, which)
        said = self.says.ask_inner(who, request)
        if self.hall:
            assert self.hall.run(self.hall.ask_inner(who, request)) == said
        if said == "ok" and not lost and request not in self.ballots:
            self.ballots.append(request)

    @rule(who=whose, which=which, lost=lost, inside=st.integers(0, 5))
    def an_envelope_is_stamped(self, *, who: str, which: int, lost: bool, inside: int) -> None:
        """It holds a ballot of anybody who has one to give, or noise."""
        request = (who, which)
        ballot = self.ballots[inside] if inside < len(self.ballots) else None
        self.says.inside.setdefault(request, ballot)
        said = self.says.ask_outer(who, request)
        if self.hall:
            holds = self.says.inside[request]
            assert self.hall.run(self.hall.ask_outer(who, request, holds)) == said
        if said == "ok" and not lost and request not in self.envelopes:
            self.envelopes.append(request)

    @rule(which=st.integers(0, 5), lost=lost, times=st.integers(1, 3))
    def an_envelope_is_cast(self, *, which: int, lost: bool, times: int) -> None:
        if which >= len(self.envelopes):
            return
        envelope = self.envelopes[which]
        said = self.says.cast(envelope)
        if self.hall:
            assert self.hall.run(self.hall.cast(envelope, times)) == {said}
        if said == "ok" and not lost:
            self.acknowledged.add(envelope)

    @rule(who=whose)
    def somebody_votes_as_most_do(self, who: str) -> None:
        """Their last ballot, or a first one, all the way; whatever stands against it is said."""
        self.a_ballot_is_stamped(who=who, which=len(self.says.inner[who]) // 2, lost=False)
        mine = [at for at, (owner, _) in enumerate(self.ballots) if owner == who]
        self.an_envelope_is_stamped(who=who, which=0, lost=False, inside=mine[-1] if mine else 5)
        if (who, 0) in self.envelopes:
            at = self.envelopes.index((who, 0))
            self.an_envelope_is_cast(which=at, lost=False, times=2)

    @rule(who=whose)
    def somebody_loses_their_phone_again_and_again(self, who: str) -> None:
        for which in range(3):
            self.a_ballot_is_stamped(who=who, which=which, lost=which != 1)

    @rule(who=whose, other=whose)
    def somebody_puts_another_s_ballot_into_their_envelope(self, who: str, other: str) -> None:
        self.somebody_votes_as_most_do(other)
        self.a_ballot_is_stamped(who=who, which=0, lost=False)
        theirs = [at for at, (owner, _) in enumerate(self.ballots) if owner == other]
        self.an_envelope_is_stamped(
            who=who, which=0, lost=False, inside=theirs[-1] if theirs else 5
        )

    @rule()
    def everything_is_asked_for_again(self) -> None:
        for who in PEOPLE:
            for who_, which in list(self.says.inner[who]):
                self.a_ballot_is_stamped(who=who_, which=which, lost=True)
            if given := self.says.outer[who]:
                self.an_envelope_is_stamped(who=who, which=given[1], lost=True, inside=5)

    @initialize(begun=st.sampled_from([True, True, True, False]))
    def the_meeting_begins(self, *, begun: bool) -> None:
        if begun:
            self.the_meeting_goes_on(stage="open")

    @rule(stage=st.sampled_from([*["open"] * 4, *["paused"] * 2, "closed"]))
    def the_meeting_goes_on(self, stage: str) -> None:
        if stage in MAY_FOLLOW[self.says.stage]:
            self.says.stage = stage
            if self.hall:
                self.hall.run(self.hall.turn(stage))

    @rule()
    def the_process_dies_and_another_begins(self) -> None:
        if self.hall:
            self.hall.run(self.hall.restart())

    @rule()
    def the_box_is_opened(self) -> None:
        if self.says.stage == "closed":
            self.opened = self.says.open()
        if self.hall:
            assert self.hall.run(self.hall.open()) == (self.opened or "box.still_open")

    def teardown(self) -> None:
        """However a walk went: envelopes that are there are cast; then it is closed and opened."""
        if self.says.stage in ("prepared", "paused"):
            self.the_meeting_goes_on(stage="open")
        for who in PEOPLE:
            self.somebody_votes_as_most_do(who)
        for at in range(len(self.envelopes)):
            self.an_envelope_is_cast(which=at, lost=False, times=1)
        self.the_meeting_goes_on(stage="closed")
        self.the_box_is_opened()
        self.what_is_acknowledged_is_stored_and_nothing_is_stored_twice_or_unstamped()

    @invariant()
    def what_is_acknowledged_is_stored_and_nothing_is_stored_twice_or_unstamped(self) -> None:
        outer = {request for request in self.says.outer.values() if request}
        assert self.acknowledged <= self.says.box <= outer
        assert len(self.says.box) <= len(outer) <= len(PEOPLE)
        assert self.opened is None or self.opened == self.says.open()
        if self.hall:
            inner = {who: len(asked) for who, asked in self.says.inner.items()}
            assert self.hall.run(self.hall.look()) == (len(self.says.box), inner, len(outer))


def test_the_reference_keeps_its_own_laws() -> None:
    run_state_machine_as_test(
        Course, settings=examples(max_examples=150, stateful_step_count=40, deadline=None)
    )


def test_a_real_vote_goes_step_by_step_as_the_reference_says(
    settings: Settings, database: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    hall = Hall(settings, database)
    hall.run(hall.prepare())
    monkeypatch.setattr(Course, "hall", hall)
    try:
        run_state_machine_as_test(
            Course,
            settings=examples(
                max_examples=12,
                stateful_step_count=24,
                deadline=None,
                database=None,
                phases=[Phase.generate],  # a walk that fails is short enough to be read as it is
                suppress_health_check=list(HealthCheck),
            ),
        )
    finally:
        hall.leave()

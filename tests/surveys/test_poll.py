"""A poll's manifest beside an evaluation's, and the steps of a poll."""

import itertools
import re

import pytest

from service.settings import CHECKOUT
from surveys import canonical
from surveys.manifest import Manifest
from surveys.poll import EVERYBODY, PollManifest, piles, read_manifest
from surveys.questionnaire.proofread import proofread
from surveys.refusals import Refusal
from surveys.stages import POLL_TRANSITIONS, Stage, advance
from tests.builders import a_manifest
from tests.polls import a_poll_form, a_poll_manifest, an_open_manifest


def test_bytes_tell_a_poll_from_an_evaluation() -> None:
    for manifest in (a_manifest(), a_poll_manifest(), an_open_manifest()):
        assert read_manifest(canonical.encode(manifest)) == manifest


def test_an_evaluation_s_manifest_names_no_kind_so_that_the_first_ones_stay_as_frozen() -> None:
    assert b'"kind":"poll"' not in canonical.encode(a_manifest())
    assert canonical.encode(a_poll_manifest()).count(b'"kind":"poll"') == 1
    with pytest.raises(Refusal, match=r"publication\.malformed"):
        canonical.decode(canonical.encode(a_poll_manifest()), Manifest)


def test_ballots_of_an_open_link_name_the_one_group_there_is() -> None:
    assert list(piles(an_open_manifest())) == [(EVERYBODY.key, "")]
    assert list(piles(a_poll_manifest())) == [("upper", ""), ("lower", "")]


def test_the_form_of_the_tests_has_twenty_questions_of_every_kind_and_nothing_to_mend() -> None:
    form = a_poll_form()
    assert proofread(form) == ()
    assert len(list(form.questions())) == 20
    assert len({type(question) for question in form.questions()}) == 8


def test_a_poll_goes_from_draft_to_publication_and_nobody_confirms_it() -> None:
    course = ("drafted", "prepared", "open", "paused", "open", "closed", "counted", "published")
    for here, there in itertools.pairwise(course):
        assert advance(Stage(here), Stage(there), by=POLL_TRANSITIONS) is Stage(there)
    reached = {there for goals in POLL_TRANSITIONS.values() for there in goals}
    assert Stage.CONFIRMED not in reached | set(POLL_TRANSITIONS)


def test_the_database_knows_the_same_steps_of_a_poll() -> None:
    text = (CHECKOUT / "sql" / "migrations" / "0003_polls.sql").read_text()
    values = text.partition("insert into registrar.poll_transition")[2].partition(";")[0]
    told = set(re.findall(r"\('(\w+)', '(\w+)'\)", values))
    assert told == {
        (here.value, there.value) for here, goals in POLL_TRANSITIONS.items() for there in goals
    }


def test_a_poll_manifest_reads_back_as_its_own_type() -> None:
    assert isinstance(read_manifest(canonical.encode(an_open_manifest())), PollManifest)
    with pytest.raises(Refusal, match=r"publication\.malformed"):
        read_manifest(b'{"kind":"poll"}')

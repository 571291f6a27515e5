"""What holds for every box: tallies add up, order is nothing, a better mark never hurts."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.ballots.ballot import Ballot
from surveys.questionnaire.answer import Mark
from surveys.rules.presets import preset
from surveys.rules.ruleset import (
    BallotHandling,
    Base,
    Blank,
    GradeOption,
    Item,
    Mean,
    Partial,
    Role,
    RuleSet,
)
from surveys.tally.count import count
from surveys.tally.merging import merge
from tests.tallies import FINANCE, ballots_of, changed, form_of, judge

ITEMS = (
    Item(key="law", label="依法行政", weight=Fraction(2, 5), drives_grade=True),
    Item(key="service", label="为民服务", weight=Fraction(3, 5), drives_grade=True),
)
OPTIONS = (
    GradeOption(key="satisfied", label="满意", role=Role.POSITIVE, value=Fraction(100)),
    GradeOption(key="fairly_satisfied", label="基本满意", role=Role.MIDDLE, value=Fraction(70)),
    GradeOption(key="dissatisfied", label="不满意", role=Role.NEGATIVE, value=Fraction(30)),
    GradeOption(key="unfamiliar", label="不了解", role=Role.UNKNOWN, in_valid=False),
)
VALUED = [option.key for option in OPTIONS if option.value is not None]
TOWN = preset("township-three-grade")
RULES = changed(
    TOWN, options=OPTIONS, items=ITEMS, metrics=(*TOWN.metrics, Mean(key="score", label="得分"))
)
FORM = form_of(RULES, FINANCE)

marks: st.SearchStrategy[Mark] = st.one_of(
    st.sampled_from([option.key for option in OPTIONS]),
    st.none(),
    st.just(("satisfied", "dissatisfied")),
)
votes = st.fixed_dictionaries({"law": marks, "service": marks})
handlings = st.builds(
    BallotHandling, blank=st.sampled_from(list(Blank)), partial=st.sampled_from(list(Partial))
)


@st.composite
def boxes(draw: st.DrawFn) -> list[Ballot]:
    """Ballots of two weighting groups, any cell blank or over-marked."""
    deputies = ballots_of(draw(st.lists(votes, max_size=12)), group="deputies")
    return deputies + ballots_of(draw(st.lists(votes, max_size=6)), group="public")


@given(boxes(), handlings, st.data())
def test_tallies_of_parts_add_up_in_any_order(
    box: list[Ballot], handling: BallotHandling, data: st.DataObject
) -> None:
    rules = changed(RULES, handling=handling)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(box)), min_size=2, max_size=2)))
    parts = [box[: cuts[0]], box[cuts[0] : cuts[1]], box[cuts[1] :]]
    tallies = [count(part, FORM, rules=rules) for part in parts]
    whole = count(box, FORM, rules=rules)
    first, second, third = data.draw(st.permutations(tallies))
    assert merge(first, second, third) == whole
    assert merge(merge(first, second), third) == merge(first, merge(second, third))
    assert merge(whole) == whole


@given(boxes(), handlings, st.data())
def test_permuting_ballots_changes_nothing(
    box: list[Ballot], handling: BallotHandling, data: st.DataObject
) -> None:
    rules = changed(RULES, handling=handling)
    shuffled = data.draw(st.permutations(box))
    assert count(shuffled, FORM, rules=rules) == count(box, FORM, rules=rules)


@given(boxes(), handlings)
def test_every_returned_ballot_is_accounted_for_in_every_cell(
    box: list[Ballot], handling: BallotHandling
) -> None:
    tally = count(box, FORM, rules=changed(RULES, handling=handling))
    assert sum(part["finance"].returned for part in tally.groups.values()) == len(box)
    for group in tally.groups.values():
        part = group["finance"]
        for cell in part.cells.values():
            counted = sum(cell.counts.values()) + cell.blank + cell.overmarked
            assert counted + sum(part.spoiled.values()) == part.returned


@settings(max_examples=150)
@given(
    st.lists(votes, min_size=1, max_size=12),
    st.sampled_from(list(Base)),
    handlings,
    st.data(),
)
def test_one_mark_moved_up_never_lowers_the_score_or_worsens_the_grade(
    cast: list[dict[str, Mark]], base: Base, handling: BallotHandling, data: st.DataObject
) -> None:
    movable = [
        (at, item)
        for at, vote in enumerate(cast)
        for item, mark in vote.items()
        if mark in VALUED[1:]
    ]
    if not movable:
        cast[0] = {"law": VALUED[-1], "service": VALUED[-1]}
        movable = [(0, "law")]
    at, item = data.draw(st.sampled_from(movable))
    place = VALUED.index(str(cast[at][item]))
    better = VALUED[data.draw(st.integers(0, place - 1))]
    raised = [*cast]
    raised[at] = {**cast[at], item: better}
    rules = changed(RULES, base=base, handling=handling)
    _never_worse(rules, cast, raised)


def _never_worse(
    rules: RuleSet, before: list[dict[str, Mark]], after: list[dict[str, Mark]]
) -> None:
    group, size = "deputies", len(before)
    old = judge(rules, ballots_of(before, group=group), entitled=size + 3)
    new = judge(rules, ballots_of(after, group=group), entitled=size + 3)
    for key in ("score", "satisfaction", "overall_satisfaction"):
        low, high = old.metrics[key], new.metrics[key]
        assert (low is None) == (high is None)
        assert (low or 0) <= (high or 0)
    ladder = [rung.label for rung in rules.rungs]
    if old.grade is not None:
        assert ladder.index(new.grade or "") <= ladder.index(old.grade)


@settings(deadline=None)
@given(st.integers(1, 400), st.integers(1, 400))
def test_the_grade_is_taken_before_anything_is_rounded(yes: int, no: int) -> None:
    rules = preset("cast-half")
    coarse = changed(rules, display=changed_display(rules))
    vote: dict[str, Mark] = {"overall": "satisfied"}
    against: dict[str, Mark] = {"overall": "dissatisfied"}
    ballots = ballots_of([vote] * yes + [against] * no, group="members")
    grade = judge(coarse, ballots).grade
    assert grade == judge(rules, ballots).grade == ("通过" if yes >= no else "未通过")


def changed_display(rules: RuleSet) -> object:
    """Whole percents: 49.6 is shown as 50."""
    return type(rules.display)(mode=rules.display.mode, digits=0)

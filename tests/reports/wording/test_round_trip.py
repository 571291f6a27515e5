"""The rule in words is enough to recount by hand: read back, it counts every box the same."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.wording.rules import say_rules
from surveys.appraisal.plan import Appraisee, AppraiseeClass
from surveys.ballots.ballot import Ballot
from surveys.keys import WHOLE
from surveys.questionnaire.answer import Mark, Marks
from surveys.rules import scale
from surveys.rules.presets import presets
from surveys.rules.proofread import proofread
from surveys.rules.ruleset import (
    Aggregate,
    AggregationOrder,
    BallotHandling,
    Base,
    Blank,
    Comparison,
    Electorate,
    Group,
    Item,
    MissingGroup,
    Order,
    Partial,
    Quota,
    Ranking,
    RuleSet,
    Share,
    Threshold,
    Tiebreak,
    Veto,
)
from surveys.tally.bases import Denominators
from surveys.tally.count import count
from surveys.tally.scoring import score
from tests.rules_read_back import Note
from tests.tallies import changed, form_of

APPRAISEES = (
    Appraisee(key="finance", label="镇财政所"),
    Appraisee(key="water", label="镇水务所"),
    Appraisee(key="land", label="镇自然资源所", kind=AppraiseeClass.STATIONED),
)
HALVES = st.sampled_from([Fraction(1, 4), Fraction(1, 2), Fraction(3, 4)])


@st.composite
def rule_sets(draw: st.DrawFn) -> RuleSet:
    """A preset, and now and then another way for each of its parts."""
    rules = draw(st.sampled_from(presets()))
    if draw(st.booleans()):
        return rules
    metrics = tuple(
        Share(m.key, m.label, m.options, draw(st.none() | st.sampled_from(list(Base))))
        if isinstance(m, Share)
        else m
        for m in rules.metrics
    )
    items = tuple(
        Item(i.key, i.label, None, draw(st.booleans()), i.drives_grade, i.options)
        for i in rules.items
    )
    words = [option.key for option in scale.words(rules)]
    quota = st.builds(Quota, st.sampled_from(words), st.integers(1, 2)) if words else st.none()
    threshold = st.builds(
        Threshold,
        st.sampled_from([metric.key for metric in metrics]),
        st.sampled_from(Comparison),
        HALVES,
        st.none() | st.sampled_from([item.key for item in items]),
    )
    labels = [None, *(rung.label for rung in rules.rungs[1:])]
    weighted = draw(st.booleans())
    first, second = draw(st.sampled_from([("1/2", "1/2"), ("7/10", "3/10"), ("1/3", "2/3")]))
    groups = (
        Group("deputies", "代表", Fraction(first), min_returned=draw(st.integers(0, 2))),
        Group("public", "群众", Fraction(second)),
    )
    plain = (Group("deputies", "代表"), Group("public", "群众"))
    by = st.sampled_from([metric.key for metric in metrics])
    return changed(
        rules,
        base=draw(st.sampled_from(list(Base))),
        metrics=metrics,
        items=items,
        handling=BallotHandling(
            blank=draw(st.sampled_from([Blank.ABSTAIN, Blank.INVALID])),
            partial=draw(st.sampled_from(list(Partial))),
            quota=draw(st.none() | quota),
        ),
        vetoes=tuple(
            Veto(draw(threshold), draw(st.sampled_from(labels)))
            for _ in range(draw(st.integers(0, 1)))
        ),
        electorate=Electorate(
            groups=groups if weighted else plain,
            missing_group=draw(st.sampled_from(list(MissingGroup))),
        ),
        aggregate=Aggregate.WEIGHTED if weighted else Aggregate.POOLED,
        aggregation_order=draw(st.sampled_from(AggregationOrder))
        if weighted
        else AggregationOrder.GROUP_THEN_ITEM,
        ranking=draw(
            st.builds(
                Ranking,
                by=by,
                ties=st.sampled_from(Order),
                within_class=st.booleans(),
                then=st.lists(st.builds(Tiebreak, by, st.booleans()), max_size=1).map(tuple),
                top=st.integers(0, 2),
                bottom=st.integers(1, 2),
                bottom_only_if=st.none() | threshold,
            )
        ),
    )


Row = tuple[str, dict[str, dict[str, tuple[str, ...]]]]
"""Group, then appraisee → item → the words marked."""


@st.composite
def votes(
    draw: st.DrawFn, of: st.SearchStrategy[RuleSet] | None = None
) -> tuple[RuleSet, list[Row]]:
    rules = draw(rule_sets() if of is None else of)
    marks = [option.label for option in scale.words(rules)]
    marks += scale.scores(rules)[40:90:9]
    cell = st.lists(st.sampled_from(marks), max_size=2, unique=True).map(tuple)
    few = st.one_of(st.sampled_from(marks).map(lambda word: (word,)), cell)
    cells = st.fixed_dictionaries({item.label: few for item in rules.items})
    row = st.tuples(
        st.sampled_from([group.label for group in rules.electorate.groups]),
        st.fixed_dictionaries({appraisee.key: cells for appraisee in APPRAISEES}),
    )
    return rules, draw(st.lists(row, max_size=8))


def _results(rules: RuleSet, rows: list[Row]) -> list[Any]:
    """What is published, told by labels."""
    keys = {option.label: option.key for option in rules.options}
    items = {item.label: item.key for item in rules.items}
    groups = {group.label: group.key for group in rules.electorate.groups}
    ballots = [
        Ballot(
            survey="s",
            group=groups[group],
            unit=WHOLE,
            answers={
                "marks": Marks(
                    marks={
                        appraisee: {items[item]: _mark(words, keys) for item, words in row.items()}
                        for appraisee, row in cells.items()
                    }
                )
            },
            nonce=f"{number:032x}",
        )
        for number, (group, cells) in enumerate(rows)
    ]
    tally = count(ballots, form_of(rules, *APPRAISEES), rules=rules)
    issued = {key: {WHOLE: 9} for key in groups.values()}
    session = Denominators(entitled=20, present=12, invited=15, issued=issued)
    results = score(tally, rules, appraisees=APPRAISEES, session=session)
    labels = {metric.key: metric.label for metric in rules.metrics}
    return [
        (
            result.grade,
            {labels[key]: value for key, value in result.metrics.items()},
            (result.vetoed, result.standing, result.top, result.bottom),
            (result.returned, result.valid, result.abstained),
            [{labels[k]: v for k, v in item.metrics.items()} for item in result.items],
        )
        for result in results
    ]


def _mark(words: tuple[str, ...], keys: dict[str, str]) -> Mark:
    marks = tuple(keys.get(word, word) for word in words)
    return marks if len(marks) > 1 else (marks[0] if marks else None)


@settings(max_examples=200, deadline=None)
@given(votes())
def test_the_note_read_back_counts_every_box_the_same(vote: tuple[RuleSet, list[Row]]) -> None:
    rules, rows = vote
    assert _results(_read(rules), rows) == _results(rules, rows)


@pytest.mark.parametrize("rules", presets(), ids=lambda rules: rules.key)
def test_every_preset_is_read_back_whole(rules: RuleSet) -> None:
    @settings(max_examples=12, deadline=None)
    @given(votes(st.just(rules)))
    def holds(vote: tuple[RuleSet, list[Row]]) -> None:
        assert _results(_read(rules), vote[1]) == _results(rules, vote[1])

    holds()
    assert proofread(_read(rules)) == ()


def _read(rules: RuleSet) -> RuleSet:
    groups = [group.label for group in rules.electorate.groups]
    return Note(say_rules(rules), [item.label for item in rules.items], groups).rules()


def test_a_note_that_says_another_edge_is_read_as_another_rule() -> None:
    (first, *_) = presets()
    said = [sentence.replace("达到或超过", "超过") for sentence in say_rules(first)]
    read = Note(said, ["总体评价"], ["代表"]).rules()
    rows: list[Row] = [
        ("代表", {each.key: {"总体评价": (word,)} for each in APPRAISEES})
        for word in ("满意", "不满意")
    ]
    assert _results(read, rows) != _results(first, rows)

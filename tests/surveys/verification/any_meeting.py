"""Rule sets and whole meetings as chance has them."""

from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from surveys.appraisal.plan import Appraisee, AppraiseeClass
from surveys.ballots.ballot import Ballot
from surveys.ballots.validity import Spoiled
from surveys.keys import WHOLE
from surveys.manifest import Manifest, SlipCount
from surveys.questionnaire.answer import Mark, Marks
from surveys.questionnaire.questions import Indicator, Option
from surveys.rules.ruleset import (
    Aggregate,
    AggregationOrder,
    BallotHandling,
    Base,
    Blank,
    Comparison,
    Electorate,
    GradeOption,
    Group,
    Item,
    Mean,
    MissingGroup,
    Multiple,
    Order,
    Partial,
    PointScale,
    PointSpan,
    Publication,
    Quota,
    Ranking,
    Role,
    RuleSet,
    Rung,
    Share,
    Threshold,
    Tiebreak,
    Veto,
)
from surveys.tally.conclusion import Attendance, Unopened
from tests.builders import SURVEY, a_form, a_manifest

WEIGHTS = st.sampled_from([Fraction(0), Fraction(1), Fraction(3, 20), Fraction(7, 10)])
SHARES = st.fractions(0, 1, max_denominator=4)


@st.composite
def thresholds(draw: st.DrawFn, metrics: list[str], items: list[str]) -> Threshold:
    key = draw(st.sampled_from(metrics))
    return Threshold(
        metric=key,
        op=draw(st.sampled_from(Comparison)),
        value=draw(SHARES) * (100 if key == "score" else 1),
        item=draw(st.none() | st.sampled_from(items)),
    )


SCALES = st.none() | st.sampled_from([PointScale(0, 100, 25), PointScale(40, 60, 7)])
SPANS = st.none() | st.sampled_from([PointSpan(0, 49), PointSpan(50, 100), PointSpan(30, 70)])


@st.composite
def rule_sets(draw: st.DrawFn) -> RuleSet:
    scale = draw(SCALES)
    options = tuple(
        GradeOption(
            points=draw(SPANS) if scale else None,
            key=f"o{n}",
            label=f"选项{n}",
            role=draw(st.sampled_from(Role)),
            value=draw(st.none() | st.sampled_from([Fraction(0), Fraction(100), Fraction(61, 3)])),
            in_valid=draw(st.booleans()),
        )
        for n in range(draw(st.integers(1, 3)))
    )
    keys = [option.key for option in options]
    items = tuple(
        Item(
            key=f"i{n}",
            label=f"指标{n}",
            weight=draw(st.none() | WEIGHTS),
            required=draw(st.booleans()),
            drives_grade=draw(st.booleans()),
            options=tuple(draw(st.lists(st.sampled_from(keys), unique=True))),
        )
        for n in range(draw(st.integers(1, 3)))
    )
    metrics = (
        *(
            Share(
                key=f"m{n}",
                label=f"率{n}",
                options=tuple(draw(st.lists(st.sampled_from(keys), unique=True, min_size=1))),
                base=draw(st.none() | st.sampled_from(Base)),
            )
            for n in range(2)
        ),
        Mean(key="score", label="得分"),
    )
    names = [metric.key for metric in metrics]
    threshold = thresholds(names, [item.key for item in items])
    when = st.lists(threshold, min_size=1, max_size=2).map(tuple)
    rungs = (Rung(label="好", when=draw(when)), Rung(label="中", when=draw(when)), Rung(label="差"))
    ladder = draw(st.sampled_from([(), rungs]))
    cap = st.sampled_from([None, *(rung.label for rung in ladder[1:])])
    weighted = draw(st.booleans())
    groups = tuple(
        Group(
            key=f"g{n}",
            label=f"组{n}",
            weight=draw(WEIGHTS) if weighted else None,
            min_returned=draw(st.integers(0, 3)),
        )
        for n in range(draw(st.integers(1, 3)))
    )
    by_class = st.dictionaries(
        st.sampled_from([kind.value for kind in AppraiseeClass]),
        st.fixed_dictionaries({group.key: WEIGHTS for group in groups}),
    )
    return RuleSet(
        key="any",
        title="任意规则",
        options=options,
        items=items,
        base=draw(st.sampled_from(Base)),
        metrics=metrics,
        rungs=ladder,
        electorate=Electorate(
            groups=groups,
            weights_by_class=draw(by_class) if weighted else {},
            missing_group=draw(st.sampled_from(MissingGroup)),
        ),
        handling=BallotHandling(
            blank=draw(st.sampled_from(Blank)),
            multiple=draw(st.sampled_from(Multiple)),
            partial=draw(st.sampled_from(Partial)),
            quota=draw(st.none() | st.builds(Quota, st.sampled_from(keys), st.integers(1, 2))),
        ),
        aggregate=Aggregate.WEIGHTED if weighted else Aggregate.POOLED,
        vetoes=tuple(
            Veto(when=draw(threshold), cap=draw(cap)) for _ in range(draw(st.integers(0, 2)))
        ),
        ranking=draw(
            st.none()
            | st.builds(
                Ranking,
                by=st.sampled_from(names),
                ties=st.sampled_from(Order),
                within_class=st.booleans(),
                then=st.lists(
                    st.builds(Tiebreak, st.sampled_from(names), st.booleans()), max_size=2
                ).map(tuple),
                top=st.integers(0, 2),
                bottom=st.integers(0, 2),
                bottom_only_if=st.none() | threshold,
            )
        ),
        points=scale,
        aggregation_order=draw(st.sampled_from(AggregationOrder)),
        publication=Publication(small_group=draw(st.integers(0, 4))),
    )


@st.composite
def meetings(draw: st.DrawFn) -> tuple[Manifest, list[Ballot], Attendance, list[Unopened]]:
    """A manifest under any rule set, up to a dozen ballots, and what else came out of the box."""
    rules = draw(rule_sets())
    appraisees = tuple(
        Appraisee(key=f"a{n}", label=f"部门{n}", kind=draw(st.sampled_from(AppraiseeClass)))
        for n in range(draw(st.integers(1, 3)))
    )
    form = a_form(
        appraisees=appraisees,
        indicators=tuple(Indicator(item.key, item.label) for item in rules.items),
        grades=tuple(Option(o.key, o.label) for o in rules.options if o.points is None),
        points=rules.points,
        remarks=draw(st.booleans()),
    )
    apart = [appraisee.key for appraisee in appraisees]
    units = draw(st.sampled_from([[WHOLE], apart, [WHOLE, *apart]]))
    groups = [group.key for group in rules.electorate.groups]
    manifest = a_manifest(
        form=form,
        appraisees=appraisees,
        rules=rules,
        slips=tuple(SlipCount(group, unit, 20) for group in groups for unit in units),
        entitled=draw(st.integers(120, 130)),
    )
    place = st.tuples(st.sampled_from(groups), st.sampled_from(units))
    places = draw(st.lists(place, max_size=12))
    ballots = [
        draw(_ballots(manifest, number=number, group=group, unit=unit))
        for number, (group, unit) in enumerate(places)
    ]
    reasons = [Spoiled.UNREADABLE, Spoiled.DUPLICATE]
    unopened = st.lists(
        st.builds(Unopened, st.sampled_from(groups), st.sampled_from(reasons)), max_size=3
    )
    attendance = Attendance(present=120, invited=draw(st.integers(0, 3)))
    return manifest, ballots, attendance, draw(unopened)


@st.composite
def _ballots(draw: st.DrawFn, manifest: Manifest, *, number: int, group: str, unit: str) -> Ballot:
    options = [option.key for option in manifest.rules.options if option.points is None]
    options += manifest.rules.points.marks()[:6] if manifest.rules.points else ()
    several: list[st.SearchStrategy[Mark]] = (
        [st.permutations(options).map(lambda keys: tuple(keys[:2]))] if len(options) > 1 else []
    )
    mark: st.SearchStrategy[Mark] = st.one_of(st.sampled_from(options), st.none(), *several)
    marks: dict[str, Any] = {
        appraisee.key: {item.key: draw(mark) for item in manifest.rules.items}
        for appraisee in manifest.appraisees
        if unit in (WHOLE, appraisee.key)
    }
    return Ballot(
        survey=SURVEY,
        group=group,
        unit=unit,
        answers={"grades": Marks(marks=marks)},
        nonce=f"{number:032x}",
    )

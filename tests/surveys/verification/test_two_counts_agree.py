"""Two independent counts of the same ballots say the same, under any rule set."""

import json
import random
from collections import Counter
from fractions import Fraction
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.wording.verification import say
from surveys.appraisal.plan import Appraisee, AppraiseeClass
from surveys.appraisal.presets import OVERALL
from surveys.ballots.ballot import Ballot
from surveys.ballots.validity import Spoiled
from surveys.keys import WHOLE
from surveys.manifest import Manifest, SlipCount
from surveys.publication import BOX, RESULT
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
from surveys.verification.verify import verify
from tests import second_verifier
from tests.builders import (
    FOUR_DEPARTMENTS,
    SURVEY,
    a_ballot,
    a_form,
    a_manifest,
    a_plan,
    a_rule_set,
)
from tests.publications import a_publication


def test_a_box_of_many_hundreds_with_odd_ballots_in_between_counts_alike() -> None:
    grades = ("satisfied", "fairly_satisfied", "dissatisfied", "unfamiliar")
    odd: tuple[Mark, ...] = (None, ("satisfied", "unfamiliar"))
    ballots = [
        a_ballot(
            grades[number % 4],
            number=number,
            but={
                ("finance", OVERALL.key): odd[number % 2]
                if number % 97 == 0
                else grades[number % 3]
            },
        )
        for number in range(700)
    ]
    manifest = a_manifest(slips=(SlipCount("deputies", WHOLE, 700),), entitled=700)
    publication = a_publication(manifest, ballots, Attendance(present=700))
    report = verify(publication.files, publication.fingerprint)
    assert report.passed, [finding for finding in report.findings if not finding.ok]


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


@settings(max_examples=120, deadline=None)
@given(meetings())
def test_the_recount_agrees_with_the_count_to_the_last_fraction(
    meeting: tuple[Manifest, list[Ballot], Attendance, list[Unopened]],
) -> None:
    manifest, ballots, attendance, unopened = meeting
    publication = a_publication(manifest, ballots, attendance, unopened=unopened)
    report = verify(publication.files, publication.fingerprint)
    assert report.passed, "\n".join(say(report))
    assert second_verifier.verify(publication.files, publication.fingerprint) == set()


def test_a_third_count_in_twenty_lines_of_plain_python_agrees_too() -> None:
    grades = ("satisfied", "fairly_satisfied", "dissatisfied", "unfamiliar")
    ballots = [a_ballot(grades[n * n % 7 % 4], number=n) for n in range(43)]
    rules = msgspec.structs.replace(a_rule_set(), base=Base.RETURNED)
    manifest = a_manifest(rules=rules)
    attendance = Attendance(present=46, voided={"deputies": {WHOLE: 7}})
    publication = a_publication(manifest, ballots, attendance)

    opened = [json.loads(line) for line in publication.files[BOX].splitlines()]
    result = json.loads(publication.files[RESULT])["count"]["appraisees"]
    for published in result:
        key = published["appraisee"]
        marks = [ballot["answers"]["grades"]["marks"][key]["overall"] for ballot in opened]
        counts = Counter(marks)
        overall = next(item for item in published["items"] if item["item"] == "overall")
        assert {k: n for k, n in overall["counts"].items() if n} == counts
        good, fair = counts["satisfied"], counts["satisfied"] + counts["fairly_satisfied"]
        points = 100 * good + 70 * counts["fairly_satisfied"] + 30 * counts["dissatisfied"]
        assert published["metrics"] == {
            "satisfied_rate": str(Fraction(good, 43)),
            "approval_rate": str(Fraction(fair, 43)),
            "score": str(Fraction(points, 43 - counts["unfamiliar"])),
        }
        grade = "满意" if 2 * good >= 43 else "基本满意" if 2 * fair >= 43 else "不满意"
        assert published["grade"] == grade
        assert (published["returned"], published["issued"]) == (43, 43)
    assert {published["grade"] for published in result} == {"基本满意"}


def test_ten_thousand_random_ballots_are_counted_alike_by_forty_lines_that_know_nothing_of_us() -> (
    None
):
    """F038: two groups, weighted; every rate, score and grade to the last fraction."""
    chance = random.Random(20261120)
    grades = ("satisfied", "fairly_satisfied", "dissatisfied", "unfamiliar")
    office = FOUR_DEPARTMENTS[:1]
    plan = a_plan(appraisees=office, indicators=(OVERALL,), remarks=False)
    weights = {"deputies": Fraction(7, 10), "public": Fraction(3, 10)}
    rules = a_rule_set(
        plan,
        base=Base.RETURNED,
        electorate=Electorate(groups=tuple(Group(key, key, w) for key, w in weights.items())),
        aggregate=Aggregate.WEIGHTED,
    )
    form = a_form(appraisees=office, indicators=(OVERALL,), remarks=False)
    manifest = a_manifest(
        form=form,
        appraisees=office,
        rules=rules,
        slips=tuple(SlipCount(key, WHOLE, 10_000) for key in weights),
        entitled=20_000,
    )
    ballots = [
        a_ballot(chance.choices(grades, (5, 3, 1, 1))[0], number=n, group=group, form=form)
        for n, group in enumerate(chance.choices(list(weights), (1, 4), k=10_000))
    ]
    attendance = Attendance(present=20_000)
    publication = a_publication(manifest, ballots, attendance)

    counts = {group: Counter[str]() for group in weights}
    for line in publication.files[BOX].splitlines():
        ballot = json.loads(line)
        mark = ballot["answers"]["grades"]["marks"]["finance"]["overall"]
        counts[ballot["group"]][mark] += 1
    rates: Counter[str] = Counter()
    for group, weight in weights.items():
        of, all_of = counts[group], counts[group].total()
        known = all_of - of["unfamiliar"]
        points = 100 * of["satisfied"] + 70 * of["fairly_satisfied"] + 30 * of["dissatisfied"]
        rates["satisfied_rate"] += weight * Fraction(of["satisfied"], all_of)
        rates["approval_rate"] += weight * Fraction(
            of["satisfied"] + of["fairly_satisfied"], all_of
        )
        rates["score"] += weight * Fraction(points, known)
    (published,) = json.loads(publication.files[RESULT])["count"]["appraisees"]
    assert published["metrics"] == {key: str(value) for key, value in rates.items()}
    half = Fraction(1, 2)
    assert published["grade"] == (
        "满意"
        if rates["satisfied_rate"] >= half
        else "基本满意"
        if rates["approval_rate"] >= half
        else "不满意"
    )
    assert sum(counts.values(), Counter()).total() == published["returned"] == 10_000

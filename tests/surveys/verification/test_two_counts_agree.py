"""The recount of the verifier and the count that was published, and two counts more."""

import json
import random
from collections import Counter
from fractions import Fraction

import msgspec
from hypothesis import given, settings

from reports.wording.verification import say
from surveys.appraisal.presets import OVERALL
from surveys.ballots.ballot import Ballot
from surveys.keys import WHOLE
from surveys.manifest import Manifest, SlipCount
from surveys.publication import BOX, RESULT
from surveys.questionnaire.answer import Mark
from surveys.rules.ruleset import Aggregate, Base, Electorate, Group
from surveys.tally.conclusion import Attendance, Unopened
from surveys.verification.verify import verify
from tests import second_verifier
from tests.builders import FOUR_DEPARTMENTS, a_ballot, a_form, a_manifest, a_plan, a_rule_set
from tests.publications import a_publication
from tests.surveys.verification.any_meeting import meetings


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

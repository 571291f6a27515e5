"""Publications of small meetings, and what Wu, the auditor, reads of them."""

from fractions import Fraction

from surveys.ballots.validity import Spoiled
from surveys.keys import WHOLE
from surveys.manifest import SlipCount
from surveys.questionnaire.questions import Indicator, Option
from surveys.rules.ruleset import Aggregate, BallotHandling, Blank, Electorate, Group, Ranking
from surveys.rules.ruleset import Publication as Showing
from surveys.tally.conclusion import Attendance, Unopened
from surveys.tally.results import Paper, SignedIn
from surveys.verification.report import Report
from surveys.verification.verify import verify
from tests.builders import FOUR_DEPARTMENTS, a_ballot, a_form, a_manifest, a_plan, a_rule_set
from tests.publications import Publication, a_publication

GRADES = ("satisfied", "fairly_satisfied", "dissatisfied", "unfamiliar")


def failed(report: Report) -> set[str]:
    return {finding.check for finding in report.findings if not finding.ok}


def checked(publication: Publication, **brought: str) -> Report:
    return verify(publication.files, publication.fingerprint, **brought)


def laochang() -> Publication:
    """43 of 46 deputies returned a slip; one envelope could not be opened."""
    manifest = a_manifest()
    ballots = [a_ballot(GRADES[number % 5 % 4], number=number) for number in range(43)]
    return a_publication(
        manifest,
        ballots,
        Attendance(present=45, voided={"deputies": {WHOLE: 5}}),
        unopened=[Unopened("deputies", Spoiled.UNREADABLE)],
    )


def a_small_one() -> Publication:
    """Two departments, two indicators, two groups of which one is shown only as totals."""
    plan = a_plan(
        appraisees=FOUR_DEPARTMENTS[:2],
        indicators=(Indicator("service", "服务"), Indicator("overall", "总体评价", overall=True)),
        grades=(Option("satisfied", "满意"), Option("dissatisfied", "不满意")),
        remarks=False,
    )
    groups = (
        Group("deputies", "代表", Fraction(7, 10)),
        Group("higher", "上级代表", Fraction(3, 10)),
    )
    rules = a_rule_set(
        plan,
        metrics=a_rule_set().metrics[:1] + a_rule_set().metrics[2:],
        rungs=(a_rule_set().rungs[0], a_rule_set().rungs[2]),
        electorate=Electorate(groups=groups),
        aggregate=Aggregate.WEIGHTED,
        handling=BallotHandling(blank=Blank.ABSTAIN),
        ranking=Ranking(by="score"),
        publication=Showing(small_group=3),
    )
    manifest = a_manifest(
        form=a_form(
            appraisees=plan.appraisees,
            indicators=plan.indicators,
            grades=plan.grades,
            remarks=False,
        ),
        appraisees=plan.appraisees,
        rules=rules,
        slips=(SlipCount("deputies", WHOLE, 6), SlipCount("higher", WHOLE, 2)),
        entitled=9,
    )
    blank = {("finance", "service"): None, ("finance", "overall"): None}
    ballots = [
        a_ballot(number=1, form=manifest.form),
        a_ballot(number=2, form=manifest.form, but={("finance", "overall"): "dissatisfied"}),
        a_ballot(number=3, form=manifest.form, but=blank),
        a_ballot(number=4, form=manifest.form, group="higher"),
    ]
    return a_publication(
        manifest,
        ballots,
        Attendance(present=8, voided={"deputies": {WHOLE: 1}}),
        unopened=[Unopened("deputies", Spoiled.DUPLICATE), Unopened("higher", Spoiled.UNREADABLE)],
    )


def by_every_door() -> Publication:
    """Of 46 ballots given out, 36 to those who signed in, 6 as cards, 4 on paper."""
    manifest = a_manifest()
    voided = sum(count.printed for count in manifest.slips) - 46
    ballots = [a_ballot(GRADES[number % 4], number=number) for number in range(43)]
    given = sum(count.printed for count in manifest.slips)
    came = Attendance(
        present=46,
        voided={"deputies": {WHOLE: voided}},
        signin=SignedIn(36 + voided, voided, 0),
        paper=Paper(4, 4, 3, 1),
    )
    assert given == 46 + voided
    return a_publication(manifest, ballots, came)

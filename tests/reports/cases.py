"""Two evaluations whose documents are written and printed here, counted by the river itself."""

from collections.abc import Mapping

from surveys.appraisal.form import ballot_form
from surveys.appraisal.plan import Appraisee, Plan
from surveys.appraisal.presets import THREE
from surveys.ballots.ballot import Ballot
from surveys.keys import WHOLE
from surveys.manifest import PROTOCOL, Manifest, SlipCount
from surveys.questionnaire.questions import Indicator
from surveys.rules.fitting import fit
from surveys.rules.presets import preset
from surveys.tally.conclusion import Attendance, Opened, conclude
from surveys.tally.results import Confirmation, Count, Result
from tests.builders import a_ballot, a_manifest, a_plan

GRADES = ("satisfied", "fairly_satisfied", "dissatisfied", "unfamiliar")

LAOCHANG = {
    "finance": (37, 4, 1, 0),
    "agriculture": (34, 6, 2, 0),
    "society": (35, 5, 1, 1),
    "land": (20, 13, 6, 3),
}
"""老厂镇, a made-up meeting: appraisee → votes for each grade, 42 in all."""

ZHANYI = {
    "housing": ("区住建局", (25, 3, 0)),
    "land": ("区自然资源局", (26, 2, 0)),
    "office": ("区政府办", (20, 8, 0)),
}
"""沾益区人大常委会公告第60号 (2019): 28 ballots issued and returned for each."""


def laochang_manifest() -> Manifest:
    """46 deputies, 50 slips, the township preset on eight indicators and an overall grade."""
    plan = a_plan()
    return a_manifest(rules=fit(preset("township-three-grade"), plan))


def laochang_count() -> Count:
    """43 came; one slip went back unused; 42 voted."""
    return count_votes(
        laochang_manifest(),
        LAOCHANG,
        Attendance(
            present=43,
            voided={"deputies": {WHOLE: 8}},
            opened_at="2026-11-20T09:30:00+08:00",
            closed_at="2026-11-20T10:10:00+08:00",
        ),
    )


def zhanyi_manifest() -> Manifest:
    """Three objects, one question, no grade."""
    appraisees = tuple(Appraisee(key=key, label=label) for key, (label, _) in ZHANYI.items())
    plan = Plan(
        title="代表建议办理情况满意度测评",
        appraisees=appraisees,
        indicators=(Indicator(key="overall", label="办理情况", overall=True),),
        grades=THREE,
        remarks=False,
    )
    form = ballot_form(plan)
    return a_manifest(
        congress="沾益区人大常委会",
        title=plan.title,
        form=form,
        appraisees=appraisees,
        rules=fit(preset("returned-rates"), plan),
        slips=(SlipCount(group="members", unit=WHOLE, printed=28),),
        entitled=28,
        frozen_at="2019-12-26T09:30:00+08:00",
    )


def zhanyi_count() -> Count:
    """28 of 28 for each object."""
    votes = {key: votes for key, (_, votes) in ZHANYI.items()}
    return count_votes(
        zhanyi_manifest(),
        votes,
        Attendance(
            present=28,
            opened_at="2019-12-26T09:30:00+08:00",
            closed_at="2019-12-26T09:45:00+08:00",
        ),
        group="members",
    )


def published(count: Count, *, at: str, approved_by: str = "") -> Result:
    """The count, confirmed by the cast and published at `at`."""
    return Result(
        protocol=PROTOCOL,
        count=count,
        confirmation=Confirmation(
            scrutineers=("孙立新", "李春梅"),
            tellers=("周大勇", "吴清"),
            presiding="赵德明",
            confirmed_at=at,
        ),
        published_at=at,
        approved_by=approved_by,
    )


def count_votes(
    manifest: Manifest,
    votes: Mapping[str, tuple[int, ...]],
    attendance: Attendance,
    *,
    group: str = "deputies",
) -> Count:
    """Ballots that add up to these votes, counted."""
    number = sum(next(iter(votes.values())))
    ballots = tuple(_ballot(manifest, votes, voter, group) for voter in range(number))
    leaves = tuple(f"{voter:064x}" for voter in range(number))
    return conclude(manifest, Opened(ballots, (), leaves), attendance).count


def _ballot(
    manifest: Manifest, votes: Mapping[str, tuple[int, ...]], voter: int, group: str
) -> Ballot:
    """Every indicator shifts the votes by one voter, and the last ones cost a few their best."""
    items = [item.key for item in manifest.rules.items]
    marks = {
        (appraisee, item): _grade(counts, voter, worse=0 if item == items[-1] else at)
        for appraisee, counts in votes.items()
        for at, item in enumerate(items)
    }
    return a_ballot(number=voter + 1, form=manifest.form, group=group, but=dict(marks))


def _grade(counts: tuple[int, ...], voter: int, *, worse: int) -> str:
    place = (voter + worse) if voter + worse < sum(counts) else voter
    for grade, votes in zip(GRADES, counts, strict=False):
        if place < votes:
            return grade
        place -= votes
    raise AssertionError(counts)

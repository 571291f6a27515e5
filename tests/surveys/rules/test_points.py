"""Points given directly: from the plan to the form, through the box, to the recount."""

import msgspec
import pytest

from reports.wording.verification import say
from surveys.ballots.ballot import Ballot
from surveys.keys import WHOLE
from surveys.manifest import SlipCount
from surveys.questionnaire.answer import Marks
from surveys.questionnaire.answers import check, fits, read
from surveys.questionnaire.form import Questionnaire
from surveys.questionnaire.questions import Indicator, Option, PointScale
from surveys.refusals import Refusal
from surveys.rules.fitting import fit
from surveys.rules.presets import preset
from surveys.rules.proofread import agrees
from surveys.rules.ruleset import Session
from surveys.tally.conclusion import Attendance
from surveys.verification.verify import verify
from tests.builders import a_form, a_manifest, a_plan
from tests.publications import a_publication
from tests.tallies import changed

POINTS = preset("points-by-item")
PLAN = a_plan(
    grades=(),
    points=PointScale(),
    indicators=tuple(Indicator(f"n{at}", item.label) for at, item in enumerate(POINTS.items)),
    remarks=False,
)


def _form() -> Questionnaire:
    return a_form(grades=(), points=PLAN.points, indicators=PLAN.indicators, remarks=False)


def _ballot(number: int, points: str) -> Ballot:
    marks = {
        appraisee.key: {indicator.key: points for indicator in PLAN.indicators}
        for appraisee in PLAN.appraisees
    }
    return Ballot(
        survey="laochang-2026",
        group="raters",
        unit=WHOLE,
        answers={"grades": Marks(marks=marks)},
        nonce=f"{number:032x}",
    )


def test_a_plan_that_asks_the_rule_s_own_items_is_fitted_and_agrees_with_its_form() -> None:
    rules = fit(POINTS, PLAN)
    assert [item.key for item in rules.items] == ["n0", "n1", "n2", "n3", "n4"]
    assert agrees(rules, _form()) == ()


def test_weights_of_the_rule_s_own_items_are_kept_under_the_plan_s_keys() -> None:
    rules = fit(preset("handling-unit"), a_plan(grades=_handling_grades(), indicators=_handling()))
    assert [item.drives_grade for item in rules.items] == [False, False, True]
    assert {veto.when.item for veto in rules.vetoes} == {"k0", "k1"}


def _handling() -> tuple[Indicator, ...]:
    items = preset("handling-unit").items
    return tuple(Indicator(f"k{at}", item.label) for at, item in enumerate(items))


def _handling_grades() -> tuple[Option, ...]:
    return tuple(Option(option.key, option.label) for option in preset("handling-unit").options)


def test_a_rule_that_looks_at_an_item_needs_a_plan_that_asks_it() -> None:
    with pytest.raises(Refusal) as refused:
        fit(preset("handling-unit"), a_plan(grades=_handling_grades()))
    assert refused.value.code == "rules.missing_item"


def test_points_and_grades_do_not_fit_each_other() -> None:
    with pytest.raises(Refusal) as refused:
        fit(POINTS, a_plan())
    assert refused.value.code == "rules.unfit_points"


def test_the_form_takes_whole_points_in_any_digits_and_nothing_else() -> None:
    form = _form()
    fields = {
        f"m.grades.{appraisee.key}.{indicator.key}": ["085"]
        for appraisee in PLAN.appraisees
        for indicator in PLAN.indicators
    }
    first = next(iter(fields))
    answer = read(form, fields | {first: ["９０"]})["grades"]
    assert isinstance(answer, Marks)
    given = [mark for row in answer.marks.values() for mark in row.values()]
    assert given == ["90", *["85"] * (len(fields) - 1)]
    for wrong in ("101", "-1", "85.5", "满分"):
        with pytest.raises(Refusal) as refused:
            read(form, fields | {first: [wrong]})
        assert refused.value.code == "form.out_of_range"


def test_a_box_holds_one_spelling_of_a_score() -> None:
    form = _form()
    assert fits(form, _ballot(1, "85").answers)
    assert not fits(form, _ballot(1, "085").answers)
    assert check(form, _ballot(1, "85").answers) == _ballot(1, "85").answers


def test_scores_are_counted_published_and_recounted() -> None:
    manifest = a_manifest(
        form=_form(),
        rules=changed(
            fit(POINTS, PLAN),
            session=Session(),
            publication=msgspec.structs.replace(POINTS.publication, small_group=2),
        ),
        slips=(SlipCount("raters", WHOLE, 50),),
    )
    ballots = [_ballot(number, points) for number, points in enumerate(("90", "84", "88"))]
    attendance = Attendance(present=46, voided={"raters": {WHOLE: 47}})
    publication = a_publication(manifest, ballots, attendance)
    report = verify(publication.files, publication.fingerprint)
    assert report.passed, "\n".join(say(report))
    forged = publication.files["result.json"].replace(b'"262/3"', b'"263/3"')
    assert forged != publication.files["result.json"]
    assert not verify(publication.files | {"result.json": forged}, publication.fingerprint).passed

"""What the secretary typed becomes a plan and a fitted rule set, or every mistake in it."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final

import msgspec

from reports.wording.complaints import explain_complaint
from reports.wording.planning import BAR, REHEARSAL
from reports.wording.refusals import explain
from reports.wording.roll import FIRST_WEIGHTING, WEIGHTING_KEYS
from reports.wording.rule_complaints import complain
from service.boards.appraisals.plan_lines import (
    Keys,
    Mistyped,
    known_keys,
    read_departments,
    read_indicators,
    write_department,
    write_indicators,
)
from service.web.fields import Fields, one
from surveys.appraisal.form import ballot_form
from surveys.appraisal.plan import Plan
from surveys.appraisal.presets import OVERALL, PRESETS, SCALES
from surveys.appraisal.proofread import proofread_plan
from surveys.electorate.roll import WeightingGroup
from surveys.questionnaire.questions import Option
from surveys.questionnaire.texts import clean
from surveys.refusals import Refusal
from surveys.rules import proofread as rule_proofreading
from surveys.rules.fitting import fit
from surveys.rules.presets import KEYS, preset
from surveys.rules.ruleset import Aggregate, Blank, Group, RuleSet
from surveys.rules.scale import words
from surveys.values import Value

FIRST_PLAN: Final = "laochang"
OWN_SCALE: Final = "rules"
"""The grade scale of the chosen rule set itself."""
_LONGEST_TITLE: Final = 100
_MOST_DEPARTMENTS: Final = 60
_MOST_INDICATORS: Final = 30


class Proposal(Value, frozen=True):
    """The page of a new evaluation, as typed."""

    title: str = ""
    preset: str = FIRST_PLAN
    departments: str = ""
    indicators: str = ""
    overall: bool = True
    grades: str = OWN_SCALE
    rules: str = KEYS[0]
    required: bool = True
    remarks: bool = True
    sealed: bool = False
    rehearsal: bool = False


class Drafted(Value, frozen=True):
    """What it comes to."""

    plan: Plan
    rules: RuleSet


def propose(key: str = FIRST_PLAN) -> Proposal:
    """An empty page with the indicators and grades of a preset."""
    chosen = PRESETS.get(key, PRESETS[FIRST_PLAN])
    return Proposal(
        preset=chosen.key,
        indicators=write_indicators(chosen.indicators),
        overall=OVERALL in chosen.indicators,
        grades=_scale_of(chosen.grades),
    )


def proposal_of(plan: Plan, rules: RuleSet) -> Proposal:
    """The page of a draft that is to be changed."""
    return Proposal(
        title=plan.title,
        departments="\n".join(write_department(appraisee) for appraisee in plan.appraisees),
        indicators=write_indicators(plan.indicators),
        overall=any(indicator.overall for indicator in plan.indicators),
        grades=_scale_of(plan.grades),
        rules=rules.key,
        required=plan.required,
        remarks=plan.remarks,
        sealed=plan.sealed,
        rehearsal=plan.rehearsal,
    )


def read_proposal(fields: Fields) -> Proposal:
    """The posted page."""
    return Proposal(
        title=clean(one(fields, "title"), lines=False),
        preset=one(fields, "preset"),
        departments=clean(one(fields, "departments").replace("\t", BAR), lines=True),
        indicators=clean(one(fields, "indicators"), lines=True),
        overall=bool(one(fields, "overall")),
        grades=one(fields, "grades"),
        rules=one(fields, "rules"),
        required=bool(one(fields, "required")),
        remarks=bool(one(fields, "remarks")),
        sealed=one(fields, "sealed") == "1",
        rehearsal=one(fields, "rehearsal") == "1",
    )


def work_out(
    proposal: Proposal, weightings: Sequence[WeightingGroup], *, keys: Keys | None = None
) -> Drafted | tuple[str, ...]:
    """The plan and its rule set, or what must be mended first."""
    try:
        rules = preset(proposal.rules)
        plan = _plan(proposal, rules, {**known_keys(), **(keys or {})})
        fitted = _fitted(rules, plan, weightings)
        plan = msgspec.structs.replace(plan, quota=fitted.handling.quota)
    except Mistyped as mistake:
        return (str(mistake),)
    except Refusal as refusal:
        return (explain(refusal),)
    return tuple(mistakes_of(plan, fitted)) or Drafted(plan, fitted)


def mistakes_of(plan: Plan, rules: RuleSet) -> Iterator[str]:
    """What the proofreaders of the form and of the rule set say."""
    for complaint in proofread_plan(plan):
        yield explain_complaint(complaint)
    form = ballot_form(plan)
    faults = (*rule_proofreading.proofread(rules), *rule_proofreading.agrees(rules, form))
    for fault in faults:
        yield complain(fault)


def keys_of(plan: Plan) -> Keys:
    """The keys a plan already gave: editing must not change them."""
    return {each.label: each.key for each in chain(plan.appraisees, plan.indicators)}


def _marked(title: str, *, rehearsal: bool) -> str:
    """The title says it, so that every page, card and sheet does.

    >>> _marked("部门测评", rehearsal=True), _marked("【模拟】部门测评", rehearsal=False)
    ('【模拟】部门测评', '部门测评')
    """
    plain = title.removeprefix(REHEARSAL)
    return f"{REHEARSAL}{plain}" if rehearsal else plain


def _plan(proposal: Proposal, rules: RuleSet, keys: Keys) -> Plan:
    if not proposal.title:
        raise Mistyped("no_title")
    if len(proposal.title) > _LONGEST_TITLE:
        raise Mistyped("title_too_long", limit=_LONGEST_TITLE)
    appraisees = tuple(read_departments(proposal.departments, keys))
    if not appraisees:
        raise Mistyped("no_department")
    indicators = tuple(read_indicators(proposal.indicators, keys, overall=proposal.overall))
    if not indicators:
        raise Mistyped("no_indicator")
    if len(appraisees) > _MOST_DEPARTMENTS or len(indicators) > _MOST_INDICATORS:
        raise Mistyped("too_many", departments=_MOST_DEPARTMENTS, indicators=_MOST_INDICATORS)
    return Plan(
        title=_marked(proposal.title, rehearsal=proposal.rehearsal),
        appraisees=appraisees,
        indicators=indicators,
        grades=_grades(proposal.grades, rules),
        points=rules.points,
        remarks=proposal.remarks,
        required=proposal.required,
        sealed=proposal.sealed,
        rehearsal=proposal.rehearsal,
    )


def _grades(scale: str, rules: RuleSet) -> tuple[Option, ...]:
    own = tuple(Option(key=option.key, label=option.label) for option in words(rules))
    return own if rules.points else SCALES.get(scale, own)


def _fitted(rules: RuleSet, plan: Plan, weightings: Sequence[WeightingGroup]) -> RuleSet:
    fitted = fit(rules, plan, groups=_groups(rules, weightings))
    if plan.required or fitted.handling.blank is not Blank.REJECT:
        return fitted
    # What may be left blank must be counted somehow: as an abstention, the habit of paper.
    handling = msgspec.structs.replace(fitted.handling, blank=Blank.ABSTAIN)
    return msgspec.structs.replace(fitted, handling=handling)


def _groups(rules: RuleSet, weightings: Sequence[WeightingGroup]) -> tuple[Group, ...]:
    """The roll's weighting groups; weighted rules bring their own and the roll must have them."""
    if rules.aggregate is Aggregate.POOLED:
        return tuple(Group(each.key, each.label) for each in weightings) or (
            Group(WEIGHTING_KEYS[FIRST_WEIGHTING], FIRST_WEIGHTING),
        )
    own = rules.electorate.groups
    if weightings and {each.key for each in weightings} != {group.key for group in own}:
        raise Mistyped(
            "groups_differ",
            wanted="、".join(group.label for group in own),
            found="、".join(each.label for each in weightings),
        )
    return ()


def _scale_of(grades: tuple[Option, ...]) -> str:
    return next((key for key, scale in SCALES.items() if scale == grades), OWN_SCALE)

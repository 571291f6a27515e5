"""Results become one sentence over all appraisees: how many got which grade, what follows."""

from collections.abc import Iterator

import msgspec

from reports.wording.rule_aftermath import say_consequences
from reports.writing.marks import labels, unit_of, write_metrics
from reports.writing.summary import Results
from surveys.manifest import Manifest
from surveys.rules.aftermath import Consequence, Outcome
from surveys.rules.ruleset import RuleSet
from surveys.tally.results import AppraiseeResult


def say_conclusion(manifest: Manifest, results: Results) -> str:
    """How many stand on each rung; without a ladder, between what the first metric lies."""
    graded = tuple(_by_grade(manifest, results))
    return f"测评结果为：{'；'.join(graded)}。" if graded else _say_range(manifest.rules, results)


def _by_grade(manifest: Manifest, results: Results) -> Iterator[str]:
    names = labels(manifest)
    for rung in manifest.rules.rungs:
        found = [names[each.appraisee] for each in results if each.grade == rung.label]
        if found:
            yield f"“{rung.label}”{len(found)}个（{'、'.join(found)}）"


def _say_range(rules: RuleSet, results: Results) -> str:
    metric = rules.metrics[0]
    known = [each for each in results if each.metrics[metric.key] is not None]
    if not known:
        return f"各测评对象都没有{metric.label}。"
    written = [
        write_metrics(rules, each.metrics)[metric.key]
        for each in sorted(known, key=lambda each: each.metrics[metric.key] or 0)
    ]
    low, high = f"{written[0]}{unit_of(metric)}", f"{written[-1]}{unit_of(metric)}"
    if low == high:
        return f"各测评对象{metric.label}均为{low}。"
    return f"各测评对象{metric.label}在{low}至{high}之间。"


def say_what_follows(manifest: Manifest, results: Results) -> Iterator[str]:
    """Each consequence of the rule set that somebody falls under, and who."""
    names = labels(manifest)
    for consequence in manifest.rules.consequences:
        found = [names[each.appraisee] for each in results if falls_under(each, consequence)]
        if found:
            said = "".join(_say(manifest.rules, consequence))
            yield f"按照本次测评的计票规则，{said.rstrip('。')}。本次适用的有：{'、'.join(found)}。"


def say_own_consequence(rules: RuleSet, result: AppraiseeResult) -> str:
    """What the rule set lays on one appraisee, or nothing."""
    own = (each for each in rules.consequences if falls_under(result, each))
    return "".join(sentence for each in own for sentence in _say(rules, each))


def falls_under(result: AppraiseeResult, consequence: Consequence) -> bool:
    """Whether a consequence is about this result."""
    match consequence.outcome:
        case None:
            return result.grade is not None and result.grade == consequence.grade
        case Outcome.TOP:
            return result.top
        case Outcome.BOTTOM:
            return result.bottom
        case Outcome.VETOED:
            return result.vetoed


def _say(rules: RuleSet, consequence: Consequence) -> Iterator[str]:
    return say_consequences(
        msgspec.structs.replace(rules, consequences=(consequence,), rounds=None)
    )

"""What was published of each appraisee beside what we reckon: both laid flat, leaf by leaf."""

from collections import ChainMap
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from surveys.manifest import Manifest
from surveys.tally.results import AppraiseeResult, ItemResult
from surveys.verification.recount import BLANK, OVERMARKED
from surveys.verification.report import ABSENT, Notebook

Leaf: TypeAlias = tuple[tuple[str, str, str], object]
"""(check, item, word) and the value that stands there."""

_FIELDS: Final = {
    "issued": "recount.ballots",
    "returned": "recount.ballots",
    "valid": "recount.ballots",
    "spoiled": "recount.ballots",
    "abstained": "recount.ballots",
    "grade": "recount.grade",
    "vetoed": "recount.grade",
    "standing": "recount.standing",
    "top": "recount.standing",
    "bottom": "recount.standing",
}


def compare(
    manifest: Manifest,
    *,
    published: Sequence[AppraiseeResult],
    ours: Sequence[AppraiseeResult],
    notes: Notebook,
) -> None:
    """Every leaf of every appraisee, in the order of the manifest."""
    notes.compare(
        "recount.appraisees",
        published=tuple(result.appraisee for result in published),
        recounted=tuple(result.appraisee for result in ours),
    )
    names = {appraisee.key: appraisee.label for appraisee in manifest.appraisees}
    labels = _labels(manifest)
    theirs = {result.appraisee: result for result in published}
    for mine in ours:
        if mine.appraisee in theirs:
            _compare_one(
                theirs[mine.appraisee],
                mine,
                notes=notes,
                labels=ChainMap({"": names[mine.appraisee]}, labels),
            )
    _sign_off(manifest, len(ours), notes)


def _compare_one(
    published: AppraiseeResult, ours: AppraiseeResult, *, notes: Notebook, labels: Mapping[str, str]
) -> None:
    theirs, mine = dict(_flat(published)), dict(_flat(ours))
    for place in [*mine, *(place for place in theirs if place not in mine)]:
        check, item, word = place
        where = [labels[""], *(labels.get(f"{check} {key}", key) for key in (item, word) if key)]
        notes.compare(
            check,
            published=theirs.get(place, ABSENT),
            recounted=mine.get(place, ABSENT),
            where=tuple(where),
        )


def _labels(manifest: Manifest) -> dict[str, str]:
    rules = manifest.rules
    items = {item.key: item.label for item in rules.items}
    metrics = {metric.key: metric.label for metric in rules.metrics}
    options = {option.key: option.label for option in rules.options}
    return {
        f"recount.{check} {key}": label
        for check, names in (
            ("counts", items | options),
            ("bases", items),
            ("metrics", items | metrics),
        )
        for key, label in names.items()
    }


def _flat(result: AppraiseeResult) -> Iterator[Leaf]:
    for field, check in _FIELDS.items():
        yield (check, "", field), getattr(result, field)
    yield ("recount.counts", "", "items"), tuple(item.item for item in result.items)
    for item in result.items:
        yield from _flat_item(item)
    for metric, value in result.metrics.items():
        yield ("recount.metrics", "", metric), value


def _flat_item(item: ItemResult) -> Iterator[Leaf]:
    for option, number in item.counts.items():
        yield ("recount.counts", item.item, option), number
    yield ("recount.counts", item.item, BLANK), item.blank
    yield ("recount.counts", item.item, OVERMARKED), item.overmarked
    yield ("recount.bases", item.item, ""), item.base
    for metric, value in item.metrics.items():
        yield ("recount.metrics", item.item, metric), value


def _sign_off(manifest: Manifest, appraisees: int, notes: Notebook) -> None:
    cells = appraisees * len(manifest.rules.items)
    for check in ("appraisees", "ballots", "grade", "standing"):
        notes.made(f"recount.{check}", appraisees=appraisees)
    for check in ("counts", "bases"):
        notes.made(f"recount.{check}", cells=cells)
    notes.made("recount.metrics", metrics=(cells + appraisees) * len(manifest.rules.metrics))

"""Weighting groups by marks of each department, through the disclosure gate and no other way."""

from collections import Counter

import numpy as np

from surveys.appraisal.plan import Appraisee
from surveys.keys import Key
from surveys.manifest import Manifest
from surveys.rules.ruleset import RuleSet
from surveys.rules.scale import marks, meaning
from surveys.statistics.disclosure import DEPUTIES, Line, Protected, fold, lay_out, printed, protect
from surveys.statistics.marking import Marked
from surveys.statistics.reading import Breakdown


def break_down(manifest: Manifest, marked: Marked) -> tuple[Breakdown, ...]:
    """One table a department; none where there is one group, or no single item decides."""
    rules = manifest.rules
    driving = [at for at, item in enumerate(rules.items) if item.drives_grade]
    if len(rules.electorate.groups) < 2 or len(driving) != 1:
        return ()
    return tuple(
        _show(appraisee, _protect(rules, marked, (at, driving[0])))
        for at, appraisee in enumerate(manifest.appraisees)
    )


def _protect(rules: RuleSet, marked: Marked, column: tuple[int, int]) -> Protected:
    rows = {group.key: group.label for group in rules.electorate.groups}
    options = {option.key: option.label for option in rules.options}
    table = lay_out(rows, options, counts=_counts(rules, marked, column))
    return protect(fold(table, minimum=DEPUTIES), minimum=DEPUTIES)


def _counts(rules: RuleSet, marked: Marked, column: tuple[int, int]) -> dict[Key, Counter[Key]]:
    keys = marks(rules)
    option_of = {mark: o.key for o in rules.options for mark in meaning(rules, o.key)}
    found: dict[Key, Counter[Key]] = {group.key: Counter() for group in rules.electorate.groups}
    codes = marked.codes[:, column[0], column[1]]
    for group, code in zip(marked.groups, codes, strict=True):
        if np.isfinite(code) and (option := option_of.get(keys[int(code)])):
            found[group][option] += 1
    return found


def _show(appraisee: Appraisee, table: Protected) -> Breakdown:
    cells = printed(table)
    return Breakdown(
        appraisee=appraisee.key,
        groups=_labels(table.rows),
        options=_labels(table.columns),
        cells=cells,
        group_totals=tuple(row.total for row in table.rows),
        option_totals=tuple(column.total for column in table.columns),
        margins_only=not any(count is not None for row in cells for count in row),
    )


def _labels(lines: tuple[Line, ...]) -> tuple[str, ...]:
    return tuple(line.label for line in lines)

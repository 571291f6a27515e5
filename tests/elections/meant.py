"""What everybody meant, counted by hand, and held against what was published to the last digit.

This shares nothing with the count: dictionaries of strings, `Counter` and `Fraction`.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

Json = Any
BLANK, TWICE = "", "ticked twice"
"""What a cell of a paper ballot may say beside a grade."""

Cell = tuple[str, str]
"""Department and indicator."""


class Meant(NamedTuple):
    """One ballot as its voter meant it."""

    group: str
    marks: Mapping[Cell, str]
    remark: str = ""


def tally(ballots: Sequence[Meant], department: str, indicator: str) -> Counter[str]:
    """Count one cell by hand: its grades, what was left open, what was ticked twice."""
    counted: Counter[str] = Counter()
    for ballot in ballots:
        row = {mark for (of, _), mark in ballot.marks.items() if of == department}
        if row == {BLANK}:
            counted["abstained"] += 1
        if row <= {BLANK, TWICE} and TWICE in row:
            counted["spoiled"] += 1
        else:
            counted[ballot.marks[department, indicator] or "blank"] += 1
    return counted


def share(
    ballots: Sequence[Meant], cell: Cell, rules: Json, grades: Sequence[str]
) -> Fraction | None:
    """A rate: of all ballots returned, or of the marks; group by group where groups weigh."""
    weights = {
        group["key"]: Fraction(group["weight"] or 0) for group in rules["electorate"]["groups"]
    }
    if rules["aggregate"] != "weighted_mean":
        return _rate(
            tally(ballots, *cell), grades, of=len(ballots) if rules["base"] == "returned" else 0
        )
    of_groups = {
        group: _rate(tally([one for one in ballots if one.group == group], *cell), grades)
        for group, weight in weights.items()
        if weight
    }
    if None in of_groups.values():
        return None
    return sum((weights[group] * (rate or 0) for group, rate in of_groups.items()), Fraction())


def _rate(counted: Counter[str], grades: Sequence[str], of: int = 0) -> Fraction | None:
    apart = {"abstained", "spoiled", "blank", TWICE}
    marks = sum(number for mark, number in counted.items() if mark not in apart)
    return Fraction(sum(counted[grade] for grade in grades), of or marks) if marks else None


def agrees(ballots: Sequence[Meant], manifest: Json, count: Json) -> None:
    """Every count, rate, standing and grade of every department."""
    rules = manifest["rules"]
    decides = next(item["key"] for item in rules["items"] if item["drives_grade"])
    rates = {
        (each["appraisee"], metric["key"]): share(
            ballots, (each["appraisee"], decides), rules, metric["options"]
        )
        for each in count["appraisees"]
        for metric in rules["metrics"]
    }
    for each in count["appraisees"]:
        department = each["appraisee"]
        for item in each["items"]:
            _agrees(ballots, department, item, rules)
        counted = tally(ballots, department, decides)
        assert each["returned"] == len(ballots), department
        assert each["abstained"] == counted["abstained"], department
        assert sum(each["spoiled"].values()) == counted["spoiled"], department
        assert each["valid"] == len(ballots) - counted["spoiled"], department
        for metric in rules["metrics"]:
            assert _read(each["metrics"][metric["key"]]) == rates[department, metric["key"]]
        assert each["standing"] == _standing(rates, department, rules)
        assert each["grade"] == _grade(rates, department, rules)


def _agrees(ballots: Sequence[Meant], department: str, item: Json, rules: Json) -> None:
    cell, counted = (department, item["item"]), tally(ballots, department, item["item"])
    grades = {option["key"] for option in rules["options"]}
    told = {grade: number for grade, number in item["counts"].items() if number}
    assert told == {grade: counted[grade] for grade in grades if counted[grade]}, cell
    assert (item["blank"], item["overmarked"]) == (counted["blank"], counted[TWICE]), cell
    base = len(ballots) if rules["base"] == "returned" else sum(told.values())
    assert item["base"] == base, cell
    for metric in rules["metrics"]:
        ours = share(ballots, cell, rules, metric["options"])
        assert _read(item["metrics"][metric["key"]]) == ours, (cell, metric["key"])


def _read(value: str | None) -> Fraction | None:
    return None if value is None else Fraction(value)


Rates = Mapping[tuple[str, str], Fraction | None]


def _standing(rates: Rates, department: str, rules: Json) -> int | None:
    by = rules["ranking"] and rules["ranking"]["by"]
    own = rates.get((department, by))
    if own is None:
        return None
    return 1 + sum(rate > own for (_, key), rate in rates.items() if key == by and rate is not None)


def _grade(rates: Rates, department: str, rules: Json) -> str | None:
    """The first rung that holds; all of ours ask for at least so much."""
    for rung in rules["rungs"]:
        assert all(when["op"] == ">=" for when in rung["when"])
        if all(
            (rates[department, when["metric"]] or 0) >= Fraction(when["value"])
            for when in rung["when"]
        ):
            return rung["label"]
    return None

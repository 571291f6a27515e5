"""The recount of the second verifier, written from `docs/reference/publication.md` §3 alone."""

import operator
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

Json = Any
Value = Fraction | None
OPS = {">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le}


def mean(parts: Iterable[tuple[Value, Fraction]], *, leave_out: bool = False) -> Value:
    """By weight; nothing where a part that weighs anything has no value, or nothing weighs."""
    weighty = [(value, weight) for value, weight in parts if weight]
    if leave_out:
        weighty = [part for part in weighty if part[0] is not None]
    known = [(value, weight) for value, weight in weighty if value is not None]
    if not known or len(known) < len(weighty):
        return None
    return sum((v * w for v, w in known), Fraction()) / sum(w for _, w in known)


class Pile:
    """What one group's ballots hold for one appraisee, or several groups' together."""

    def __init__(self, items: Sequence[Json]) -> None:
        self.returned = self.abstained = self.issued = 0
        self.spoiled = Counter[str]()
        self.cells = {item["key"]: Counter[str]() for item in items}
        self.blank, self.over = Counter[str](), Counter[str]()

    def add(self, part: Json) -> None:
        """Totals of a group that is not shown ballot by ballot."""
        self.returned += part["returned"]
        self.abstained += part["abstained"]
        self.spoiled += Counter(part["spoiled"])
        for item, cell in part["cells"].items():
            self.cells[item].update(cell["counts"])
            self.blank[item] += cell["blank"]
            self.over[item] += cell["overmarked"]


class Counting:
    """Ballots go in, an appraisee's result comes out."""

    def __init__(self, manifest: Json, count: Json, issued: Mapping[Any, int]) -> None:
        self.rules, self.meeting, self.issued = manifest["rules"], count["meeting"], issued
        self.items, self.metrics = self.rules["items"], self.rules["metrics"]
        self.options = {option["key"]: option for option in self.rules["options"]}
        self.plain = [key for key, option in self.options.items() if option["points"] is None]
        span = self.rules["points"]
        scores = range(span["low"], span["high"] + 1, span["step"]) if span else ()
        self.scores = {str(score) for score in scores}
        self.groups = {group["key"]: group for group in self.rules["electorate"]["groups"]}
        self.appraisees = {each["key"]: each for each in manifest["appraisees"]}
        self.piles = {(g, a): Pile(self.items) for g in self.groups for a in self.appraisees}
        for (group, appraisee), pile in self.piles.items():
            pile.issued = sum(issued[group, unit] for unit in ("", appraisee))

    def stands_for(self, option: str, mark: str) -> bool:
        span = self.options[option]["points"]
        if span is None:
            return mark == option
        return mark in self.scores and span["low"] <= int(mark) <= span["high"]

    def may_hold(self, item: Json, mark: str) -> bool:
        if not item["options"]:
            return mark in self.plain or mark in self.scores
        return any(self.stands_for(option, mark) for option in item["options"])

    def put(self, ballot: Json) -> None:
        carried = [ballot["unit"]] if ballot["unit"] else [*self.appraisees]
        marks: dict[str, dict[str, Json]] = {appraisee: {} for appraisee in carried}
        for answer in ballot["answers"].values():
            for appraisee, row in answer.get("marks", {}).items():
                marks[appraisee] |= row
        quota = self.rules["handling"]["quota"]
        over = quota is not None and any(
            sum(row.get(item["key"]) == quota["option"] for row in marks.values()) > quota["most"]
            for item in self.items
        )
        for appraisee, row in marks.items():
            cells = {item["key"]: row.get(item["key"]) for item in self.items}
            pile = self.piles[ballot["group"], appraisee]
            self.put_one(pile, cells, "over_quota" if over else self.judge(cells))

    def judge(self, cells: Mapping[str, Json]) -> str:
        """Why it is spoiled, `abstains`, or nothing."""
        handling, marks = self.rules["handling"], [*cells.values()]
        if marks.count(None) == len(marks):
            return "abstains" if handling["blank"] == "abstain" else "blank"
        for item in self.items:
            mark = cells[item["key"]]
            if isinstance(mark, str) and not self.may_hold(item, mark):
                return "wrong_form"
        if not any(isinstance(mark, str) for mark in marks):
            return "overmarked"
        if handling["partial"] == "invalid_ballot":
            if any(isinstance(mark, list) for mark in marks):
                return "overmarked"
            if any(item["required"] and cells[item["key"]] is None for item in self.items):
                return "partial"
        return ""

    def put_one(self, pile: Pile, cells: Mapping[str, Json], verdict: str) -> None:
        pile.returned += 1
        pile.abstained += verdict == "abstains"
        if verdict not in {"", "abstains"}:
            pile.spoiled[verdict] += 1
            return
        for item, mark in cells.items():
            pile.blank[item] += mark is None
            pile.over[item] += isinstance(mark, list)
            if isinstance(mark, str):
                pile.cells[item][mark] += 1

    def together(self, appraisee: str, groups: Iterable[str]) -> Pile:
        whole = Pile(self.items)
        for pile in (self.piles[group, appraisee] for group in groups):
            whole.issued += pile.issued
            cells = {
                item: {"counts": counts, "blank": pile.blank[item], "overmarked": pile.over[item]}
                for item, counts in pile.cells.items()
            }
            whole.add({**vars(pile), "cells": cells})
        return whole

    def base(self, name: str, pile: Pile, item: str) -> int:
        if name in {"roster", "invited", "present"}:
            return self.meeting["entitled" if name == "roster" else name]
        if name in {"valid", "responded"}:
            left_out = {"unknown", "abstain"}
            counts = {
                key: option["in_valid"] if name == "valid" else option["role"] not in left_out
                for key, option in self.options.items()
            }
            return sum(n for mark, n in pile.cells[item].items() if counts.get(mark, True))
        cast = pile.returned - pile.abstained - pile.spoiled["blank"]
        return {"issued": pile.issued, "returned": pile.returned, "cast": cast}[name]

    def metric(self, metric: Json, pile: Pile, item: str) -> Value:
        marks = pile.cells[item]
        if metric["type"] == "mean":
            worth = {key: self.options[key]["value"] for key in self.plain}
            parts = [(worth.get(mark, mark), n) for mark, n in marks.items()]
            return mean((Fraction(value), Fraction(n)) for value, n in parts if value is not None)
        base = self.base(metric["base"] or self.rules["base"], pile, item)
        if not base or not marks.total():
            return None
        own = [m for key in metric["options"] for m in marks if self.stands_for(key, m)]
        return Fraction(sum(marks[mark] for mark in own), base)

    def over_groups(self, appraisee: str, values: Mapping[str, Value]) -> Value:
        kind = self.appraisees[appraisee]["kind"]
        weights = self.rules["electorate"]["weights_by_class"].get(kind)
        if not weights:
            weights = {key: group["weight"] for key, group in self.groups.items()}
        return mean(
            ((value, Fraction(weights.get(group) or 0)) for group, value in values.items()),
            leave_out=self.rules["electorate"]["missing_group"] == "renormalise",
        )

    def of_group(self, group: str, appraisee: str, metric: Json, item: str) -> Value:
        pile = self.piles[group, appraisee]
        few = pile.returned < (self.groups[group]["min_returned"] or 0)
        return None if few else self.metric(metric, pile, item)

    def item_value(self, appraisee: str, metric: Json, item: str) -> Value:
        if self.rules["aggregate"] == "pooled_counts":
            return self.metric(metric, self.together(appraisee, self.groups), item)
        values = {g: self.of_group(g, appraisee, metric, item) for g in self.groups}
        return self.over_groups(appraisee, values)

    def over_items(self, values: Mapping[str, Value]) -> Value:
        driving = [item for item in self.items if item["drives_grade"]]
        weights = ((item, 1 if item["weight"] is None else item["weight"]) for item in driving)
        return mean((values[item["key"]], Fraction(weight)) for item, weight in weights)

    def value(self, appraisee: str, metric: Json) -> Value:
        keys = [item["key"] for item in self.items]
        pooled = self.rules["aggregate"] == "pooled_counts"
        if pooled or self.rules["aggregation_order"] == "group_then_item":
            return self.over_items({k: self.item_value(appraisee, metric, k) for k in keys})
        within = {
            g: self.over_items({k: self.of_group(g, appraisee, metric, k) for k in keys})
            for g in self.groups
        }
        return self.over_groups(appraisee, within)

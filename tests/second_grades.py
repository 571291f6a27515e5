"""Grades and standings of the second verifier, from `docs/reference/publication.md` §3 alone."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from tests.second_count import OPS, Counting, Pile, Value

Json = Any


def said(value: Value) -> str | None:
    return None if value is None else str(value)


def recount(
    manifest: Json, count: Json, ballots: Sequence[Json], issued: Mapping[Any, int]
) -> Iterator[tuple[str, bool]]:
    """Small groups, and every number, grade and place, counted again."""
    counting = Counting(manifest, count, issued)
    for ballot in ballots:
        counting.put(ballot)
    least, hidden = manifest["rules"]["publication"]["small_group"], count["withheld"]["groups"]
    for group in counting.groups:
        piles = [counting.piles[group, appraisee].returned for appraisee in counting.appraisees]
        if group in hidden:
            size = max((part["returned"] for part in hidden[group].values()), default=0)
            yield "withheld.group", size < least and not any(piles)
        else:
            yield "withheld.group", not any(piles) or max(piles) >= least
    for group, parts in hidden.items():
        for appraisee, part in parts.items():
            counted = part["returned"] - sum(part["spoiled"].values())
            sums = {
                sum(cell["counts"].values()) + cell["blank"] + cell["overmarked"]
                for cell in part["cells"].values()
            }
            yield "withheld.shape", sums == {counted}
            counting.piles[group, appraisee].add(part)
    results = [one_result(counting, appraisee) for appraisee in counting.appraisees]
    stand(counting, results)
    ours = [{k: v for k, v in result.items() if k[0] != "_"} for result in results]
    yield "recount.appraisees", len(ours) == len(count["appraisees"])
    for mine, published in zip(ours, count["appraisees"], strict=True):
        for field in mine.keys() | published.keys():
            yield f"recount.{field}", mine[field] == published[field]


def one_result(counting: Counting, appraisee: str) -> dict[str, Json]:
    pile = counting.together(appraisee, counting.groups)
    items = [one_item(counting, appraisee, item["key"], pile) for item in counting.items]
    values = {each["key"]: counting.value(appraisee, each) for each in counting.metrics}
    exact = {item["item"]: item.pop("_exact") for item in items}
    grade, vetoed = grade_of(counting.rules, values, exact)
    return {
        "appraisee": appraisee,
        "issued": pile.issued,
        "returned": pile.returned,
        "valid": pile.returned - pile.spoiled.total(),
        "spoiled": dict(pile.spoiled),
        "abstained": pile.abstained,
        "items": items,
        "grade": grade,
        "vetoed": vetoed,
        "metrics": {key: said(value) for key, value in values.items()},
        "standing": None,
        "top": False,
        "bottom": False,
        "_values": values,
        "_exact": exact,
    }


def one_item(counting: Counting, appraisee: str, item: str, pile: Pile) -> dict[str, Json]:
    exact = {each["key"]: counting.item_value(appraisee, each, item) for each in counting.metrics}
    given = {mark: number for mark, number in pile.cells[item].items() if number}
    return {
        "item": item,
        "counts": dict.fromkeys(counting.plain, 0) | given,
        "blank": pile.blank[item],
        "overmarked": pile.over[item],
        "base": counting.base(counting.rules["base"], pile, item),
        "metrics": {key: said(value) for key, value in exact.items()},
        "_exact": exact,
    }


def asked(
    threshold: Json, values: Mapping[str, Value], items: Mapping[str, Mapping[str, Value]]
) -> Value:
    within = values if threshold["item"] is None else items[threshold["item"]]
    return within[threshold["metric"]]


def passes(threshold: Json, value: Value) -> bool:
    return value is not None and OPS[threshold["op"]](value, Fraction(threshold["value"]))


def grade_of(
    rules: Json, values: Mapping[str, Value], items: Mapping[str, Mapping[str, Value]]
) -> tuple[str | None, bool]:
    rungs, vetoes = rules["rungs"], rules["vetoes"]
    holding = [v for v in vetoes if passes(v["when"], asked(v["when"], values, items))]
    held = [t for rung in rungs for t in rung["when"]] + [veto["when"] for veto in vetoes]
    if not rungs or any(asked(threshold, values, items) is None for threshold in held):
        return None, False
    labels = [rung["label"] for rung in rungs]
    at = next(
        at
        for at, rung in enumerate(rungs)
        if all(passes(threshold, asked(threshold, values, items)) for threshold in rung["when"])
    )
    caps = [labels.index(veto["cap"]) for veto in holding if veto["cap"] is not None]
    return labels[max([at, *caps])], bool(holding)


def stand(counting: Counting, results: Sequence[dict[str, Json]]) -> None:
    """Give places among all, or among those of one kind."""
    ranking = counting.rules["ranking"]
    if ranking is None:
        return
    kind = {key: each["kind"] for key, each in counting.appraisees.items()}
    for one in results:
        rivals = [
            other
            for other in results
            if other["_values"][ranking["by"]] is not None
            and (not ranking["within_class"] or kind[other["appraisee"]] == kind[one["appraisee"]])
        ]
        if one in rivals:
            place(ranking, one, rivals)


def place(ranking: Json, one: dict[str, Json], rivals: Sequence[dict[str, Json]]) -> None:
    mine = order(ranking, one)
    above = [order(ranking, other) for other in rivals if order(ranking, other) > mine]
    one["standing"] = 1 + len(above if ranking["ties"] == "shared" else set(above))
    one["top"] = len(above) < ranking["top"]
    only = ranking["bottom_only_if"]
    low = [
        other
        for other in rivals
        if only is None or passes(only, asked(only, other["_values"], other["_exact"]))
    ]
    below = sum(order(ranking, other) < mine for other in low)
    one["bottom"] = one in low and below < ranking["bottom"]


def order(ranking: Json, one: dict[str, Json]) -> tuple[Any, ...]:
    key: list[Any] = [one["_values"][ranking["by"]]]
    for tie in ranking["then"]:
        value = one["_values"][tie["by"]]
        known = value is not None
        key.append((known, (-value if tie["low_first"] else value) if known else 0))
    return tuple(key)

"""Counts that were made by hand, line by line, become the tally they amount to."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from surveys.ballots.validity import Spoiled
from surveys.keys import AppraiseeKey, GroupKey, IndicatorKey, OptionKey
from surveys.refusals import Refusal
from surveys.rules import scale
from surveys.rules.ruleset import Blank
from surveys.tally.sheet_lines import CountLine, Names
from surveys.tally.tally import AppraiseeTally, Cell, Tally


def add_up(lines: Iterable[CountLine], names: Names) -> Tally:
    """Every line once; those of one appraisee have to agree."""
    found: defaultdict[tuple[GroupKey, AppraiseeKey], dict[IndicatorKey, CountLine]]
    found = defaultdict(dict)
    for line in lines:
        group = names.find(line.group, names.groups, line.at)
        appraisee = names.find(line.appraisee, names.appraisees, line.at)
        item = names.find(line.item, names.items, line.at)
        if item in found[group, appraisee]:
            raise Refusal("sheet.twice", at=line.at)
        found[group, appraisee][item] = line
    groups: dict[GroupKey, dict[AppraiseeKey, AppraiseeTally]] = {}
    for (group, appraisee), items in found.items():
        groups.setdefault(group, {})[appraisee] = _one(items, names)
    return Tally(groups)


def _one(items: Mapping[IndicatorKey, CountLine], names: Names) -> AppraiseeTally:
    first = next(iter(items.values()))
    read = {item: _counts(line, item, names) for item, line in items.items()}
    most = max(sum(counts.values()) for counts in read.values())
    returned = first.spoiled + first.abstained + most if first.returned is None else first.returned
    for item, line in items.items():
        same = (line.returned, line.spoiled, line.abstained)
        left = returned - line.spoiled - line.abstained - sum(read[item].values())
        if same != (first.returned, first.spoiled, first.abstained) or left < 0:
            raise Refusal("sheet.uneven", at=line.at)
    abstains = names.rules.handling.blank is Blank.ABSTAIN
    spoiled = {
        Spoiled.WRONG_FORM.value: first.spoiled,
        Spoiled.BLANK.value: 0 if abstains else first.abstained,
    }
    counted = returned - sum(spoiled.values())
    cells = {item.key: read.get(item.key, {}) for item in names.rules.items}
    return AppraiseeTally(
        returned=returned,
        cells={
            item: Cell(counts, blank=counted - sum(counts.values()))
            for item, counts in cells.items()
        },
        spoiled={reason: number for reason, number in spoiled.items() if number},
        abstained=first.abstained if abstains else 0,
    )


def _counts(line: CountLine, item: IndicatorKey, names: Names) -> dict[OptionKey, int]:
    allowed = next(
        scale.allowed(names.rules, each) for each in names.rules.items if each.key == item
    )
    counts = {each.key: 0 for each in scale.words(names.rules)}
    for word, number in line.counts.items():
        mark = names.find(word, names.marks, line.at)
        if mark not in allowed and number:
            raise Refusal("sheet.unknown_word", at=line.at, word=word)
        counts[mark] = counts.get(mark, 0) + number
    return counts

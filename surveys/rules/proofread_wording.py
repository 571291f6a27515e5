"""Words that leave the edge open (半数以上), and words that disagree with their operator.

民法典 §1259: 以上、以下、以内、届满 include the number named; 不满、超过、以外 do not. Real rules
break this (镇海 2022 calls half 满意 in one line and 不满意 in the next), so that words alone never
decide.
"""

import re
from collections.abc import Iterator
from typing import Final

from surveys.rules.complaints import Complaint, Fault
from surveys.rules.ruleset import Comparison, RuleSet, Threshold

_VAGUE: Final = re.compile(r"[^，。；、“”（）]{0,8}(?:以上|以下|以内|左右)")
_SETTLED: Final = re.compile(r"(不?)含(?:本数|半数|[^，。；）]{1,6})")
_INCLUDES: Final = {Comparison.AT_LEAST, Comparison.AT_MOST}
_EDGES: Final[tuple[tuple[str, bool], ...]] = (
    ("达到或超过", True),
    ("不低于", True),
    ("不少于", True),
    ("不超过", True),
    ("达到", True),
    ("超过", False),
    ("过半", False),
    ("不满", False),
    ("不足", False),
    ("低于", False),
)
"""Words that say whether the edge is included, those that contain others first."""


def proofread_wording(rules: RuleSet) -> Iterator[Complaint]:
    """Every sentence of the rule set that does not say what holds at the edge, or says another."""
    for text in _names(rules):
        vague = _VAGUE.search(text)
        if vague is not None and _SETTLED.search(text) is None:
            yield Complaint(Fault.AMBIGUOUS, text, vague[0])
    for where, wording, when in _quoted(rules):
        yield from _wording(where, wording, when)


def _names(rules: RuleSet) -> Iterator[str]:
    yield from (rung.label for rung in rules.rungs)
    yield from (metric.label for metric in rules.metrics)
    yield from (consequence.action for consequence in rules.consequences)


def _quoted(rules: RuleSet) -> Iterator[tuple[str, str, tuple[Threshold, ...]]]:
    yield from ((rung.label, rung.wording, rung.when) for rung in rules.rungs)
    yield from ((veto.cap or "", veto.wording, (veto.when,)) for veto in rules.vetoes)


def _wording(where: str, wording: str, when: tuple[Threshold, ...]) -> Iterator[Complaint]:
    included = edge(wording)
    vague = _VAGUE.search(wording)
    if vague is not None and included is None:
        yield Complaint(Fault.AMBIGUOUS, where or wording, vague[0])
    elif included is not None and any((t.op in _INCLUDES) != included for t in when):
        yield Complaint(Fault.OTHER_EDGE, where or wording, wording)


def edge(wording: str) -> bool | None:
    """Whether words include the number they name; None where they do not say, or say both.

    >>> edge("满意票超过半数"), edge("达到半数以上（含半数）"), edge("半数以上")
    (False, True, None)
    """
    settled = {negation == "" for negation in _SETTLED.findall(wording)}
    if settled:
        return settled.pop() if len(settled) == 1 else None
    if _VAGUE.search(wording):
        return None
    said: set[bool] = set()
    for word, includes in _EDGES:
        if word in wording:
            said.add(includes)
            wording = wording.replace(word, "")
    return said.pop() if len(said) == 1 else None

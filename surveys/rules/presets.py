"""Rule sets to start from, read from data; each tells what was attested and what is presumed."""

from functools import cache
from importlib.resources import files
from typing import Final

from surveys import canonical
from surveys.keys import Key
from surveys.refusals import Refusal
from surveys.rules.ruleset import RuleSet

KEYS: Final = (
    "township-three-grade",
    "roster-majority",
    "cast-half",
    "returned-rates",
    "two-thirds",
    "two-grade-majority",
    "points-without-unfamiliar",
    "points-by-item",
    "weighted-groups",
    "five-grade-by-class",
    "deputy-report",
    "suggestion-two-way",
    "handling-unit",
    "livelihood-projects",
    "two-grade-unfamiliar",
    "four-level-template",
)
"""The default of a town comes first."""


@cache
def presets() -> tuple[RuleSet, ...]:
    """All of them, in the order they are offered."""
    folder = files("surveys.rules") / "presets"
    return tuple(canonical.decode((folder / f"{key}.json").read_bytes(), RuleSet) for key in KEYS)


def preset(key: Key) -> RuleSet:
    """The preset of this key.

    >>> preset("two-thirds").title
    '三分之二通过'
    """
    for rules in presets():
        if rules.key == key:
            return rules
    raise Refusal("rules.unknown_preset", preset=key)

"""The checks a browser can make by itself, with the sentences that `verify` says of them."""

import json
from collections.abc import Iterator
from typing import Final

from reports.wording.verification import DIFFERS, HELD, TITLES, WORDS
from surveys.values import Value
from surveys.verification import opening
from surveys.verification.report import CHECKS

LEFT: Final = (
    "manifest.rules",
    "box.answers",
    "withheld.shape",
    "recount.bases",
    "recount.metrics",
    "recount.grade",
    "recount.standing",
)
"""Made by `minping verify` only, like all those of an opening; the page says so in one sentence."""
_OPTIONAL: Final = frozenset({"manifest.cosigner", "sealed.stamp", "box.stamp", "sealed.witness"})


class CheckRow(Value, frozen=True):
    """One check, before anything was read."""

    check: str
    title: str
    held: str
    differs: str
    optional: bool
    """Whether a publication may pass without it."""


class VerifyView(Value, frozen=True):
    """The page that recounts in the browser."""

    congress: str
    rows: tuple[CheckRow, ...]
    words: str
    """JSON: what values are called."""
    left: tuple[str, ...]

    @classmethod
    def of(cls, congress: str) -> "VerifyView":
        """The same for every publication."""
        return cls(
            congress,
            tuple(_rows()),
            json.dumps(WORDS, ensure_ascii=False),
            tuple(TITLES[check] for check in LEFT),
        )


def _rows() -> Iterator[CheckRow]:
    for check in CHECKS:
        if check not in LEFT and check not in opening.CHECKS:
            optional = check in _OPTIONAL or check.startswith("receipt.")
            yield CheckRow(check, TITLES[check], HELD[check], DIFFERS[check], optional)

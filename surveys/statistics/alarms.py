"""Ballots -> what asks the presidium to look, as totals: never a person, never a ballot."""

import numpy as np

from surveys.manifest import Manifest
from surveys.statistics.carelessness import sensitivity
from surveys.statistics.computable import NotComputable, Numbers
from surveys.statistics.identical import Identical, identical
from surveys.statistics.integrity import Prompt, prompts
from surveys.statistics.marking import Marked
from surveys.statistics.reading import Alarm, Check, Even, Prompting
from surveys.statistics.standings import chance, settle

_ALL = "all"


def prompting(manifest: Manifest, marked: Marked, *, seed: int) -> Prompting:
    """Look for copies among all ballots that carry every department, and in each group.

    不了解 is no mark here: all satisfied but for one department unknown is an even ballot.
    """
    codes = np.where(np.isfinite(marked.worth), marked.codes, np.nan)[marked.whole]
    groups = np.array(marked.groups, dtype=np.str_)[marked.whole]
    known = [group.key for group in manifest.rules.electorate.groups]
    parts = {_ALL: codes} | {
        group: codes[groups == group] for group in (known if len(known) > 1 else [])
    }
    found = prompts(
        {
            f"{Check.COPIES}:{name}": _copies(part, seed, at)
            for at, (name, part) in enumerate(parts.items())
        }
    )
    return Prompting(
        alarms=tuple(_alarm(prompt) for prompt in found.prompts),
        left_out=found.left_out,
        expected_false=settle(found.expected_false),
        even=_even(manifest, marked),
    )


def _copies(codes: Numbers, seed: int, at: int) -> Identical | NotComputable:
    ballots, departments, items = codes.shape
    flat = codes.reshape(ballots, departments * items)
    return identical(flat, width=items, rng=chance(seed, 10 + at))


def _alarm(prompt: Prompt) -> Alarm:
    check, _, name = prompt.check.partition(":")
    group = None if name == _ALL else name
    evidence = prompt.evidence
    ballots, largest = (
        (evidence.ballots, evidence.largest) if isinstance(evidence, Identical) else (0, 0)
    )
    return Alarm(Check(check), group, ballots, largest, settle(prompt.p), prompt.raised)


def _even(manifest: Manifest, marked: Marked) -> Even | NotComputable:
    """How much the means of the deciding items hang on ballots that mark everything alike."""
    worth = marked.worth[marked.whole]
    ballots, departments, items = worth.shape
    found = sensitivity(worth.reshape(ballots, departments * items))
    if isinstance(found, NotComputable):
        return found
    driving = [at for at, item in enumerate(manifest.rules.items) if item.drives_grade]
    moved = np.array(found.with_them) - np.array(found.without)
    by_item = moved.reshape(departments, items)[:, driving or slice(None)]
    return Even(found.ballots, found.alike, settle(float(np.abs(by_item.mean(axis=1)).max())))

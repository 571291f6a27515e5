"""A frozen count and its ballots -> everything a report may quote beside the official result.

What the result is, the count says; this says how firm it is. The same manifest gives the same
seed, and the same ballots in any order give the same bytes.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import scipy

from surveys import canonical
from surveys.appraisal.plan import Appraisee
from surveys.ballots.ballot import Ballot
from surveys.manifest import Manifest
from surveys.statistics.absence import Vote, absence, flip, on_roll, vote
from surveys.statistics.against_average import FEWEST
from surveys.statistics.alarms import prompting
from surveys.statistics.breakdowns import break_down
from surveys.statistics.computable import Numbers
from surveys.statistics.intervals import LEVEL
from surveys.statistics.items import consistency, heat, importance
from surveys.statistics.marking import Marked, mark, scale_of
from surveys.statistics.max_t import DRAWS
from surveys.statistics.reading import DepartmentReading, Findings, Method, Reading
from surveys.statistics.standings import Standings, agree, at, compare, tell_pairs
from surveys.tally.results import AppraiseeResult, Count

VERSION: Final = "0.1.0"
"""Of this program: what computed a reading is part of it. A test holds it to pyproject.toml."""
_SEED_DIGITS: Final = 16


def seed_of(fingerprint: str) -> int:
    """The seed of an evaluation: the first 64 bits of its manifest's fingerprint.

    >>> seed_of("00000000000000ff" + "0" * 48)
    255
    """
    return int(fingerprint[:_SEED_DIGITS], 16)


def find(manifest: Manifest, count: Count, ballots: Sequence[Ballot], *, seed: int) -> Findings:
    """All of it; whatever cannot be computed carries its reason."""
    ordered = sorted(ballots, key=canonical.encode)
    marked, of = mark(manifest, ordered), vote(manifest, count, ordered)
    return Findings(
        reading=_read(of, marked, seed),
        prompting=prompting(manifest, marked, seed=seed),
    )


def _read(of: Vote, marked: Marked, seed: int) -> Reading:
    manifest, count = of.manifest, of.official
    raters = int(np.isfinite(marked.compared).any(axis=1).sum())
    scale = scale_of(manifest.rules, raters)
    standings = compare(marked, scale, seed=seed)
    return Reading(
        survey=manifest.survey,
        manifest=count.manifest,
        box=count.box,
        scale=scale,
        raters=raters,
        average=standings.average,
        departments=tuple(
            _department(of, (appraisee, result), marked.scores[:, place], standings, place)
            for place, (appraisee, result) in enumerate(
                zip(manifest.appraisees, count.appraisees, strict=True)
            )
        ),
        agreement=agree(marked),
        pairs=tell_pairs(marked, [each.key for each in manifest.appraisees], seed=seed),
        heat=heat(manifest, count),
        consistency=consistency(manifest, marked),
        importance=importance(manifest, marked, seed=seed),
        breakdowns=break_down(manifest, marked),
        method=_method(seed),
    )


def _department(
    of: Vote,
    about: tuple[Appraisee, AppraiseeResult],
    scores: Numbers,
    standings: Standings,
    place: int,
) -> DepartmentReading:
    appraisee, result = about
    raters = int(np.isfinite(scores).sum())
    return DepartmentReading(
        appraisee=appraisee.key,
        raters=raters,
        skipped=result.valid - raters,
        flip=flip(of, appraisee, result),
        absence=absence(of, appraisee),
        on_roll=on_roll(of, appraisee, result),
        means=at(standings.means, place),
        comparison=at(standings.comparisons, place),
        places=at(standings.places, place),
    )


def _method(seed: int) -> Method:
    return Method(
        seed=f"{seed:016x}",
        level=LEVEL,
        draws=DRAWS,
        fewest=FEWEST,
        libraries={"minping": VERSION, "numpy": np.__version__, "scipy": scipy.__version__},
    )

"""Correlations of items -> whether one factor may be sought in them, and how much it carries."""

from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import minimize

from surveys.statistics.computable import NotComputable, Numbers, Reason
from surveys.statistics.matrices import complete, constant
from surveys.statistics.ranks import chi_square_tail
from surveys.statistics.reliability import correlate
from surveys.values import Value

FEWEST_RESPONDENTS: Final = 100
FEWEST_ITEMS: Final = 3
_SINGULAR: Final = 1e12
_LEAST_UNIQUE: Final = 0.005


class Factorability(Value, frozen=True, tag=True):
    """Kaiser, Meyer and Olkin's measure of sampling adequacy, and Bartlett's sphericity."""

    kmo: float
    items: tuple[float, ...]
    """The same for each item."""
    chisq: float
    df: int
    p: float
    printable: bool
    """Fewer than 100 respondents or 3 items: worked out, but not for a report."""


class Omega(Value, frozen=True, tag=True):
    """McDonald's omega of one factor, fitted to the correlations by maximum likelihood."""

    omega: float
    loadings: tuple[float, ...]


def factorability(items: ArrayLike) -> Factorability | NotComputable:
    """Over respondents who answered every item."""
    answers = complete(items)
    read = _correlations(answers)
    if isinstance(read, NotComputable):
        return read
    inverse = np.linalg.inv(read)
    unit = np.sqrt(np.diag(inverse))
    plain, partial = read**2, (inverse / np.outer(unit, unit)) ** 2
    np.fill_diagonal(plain, 0.0)
    np.fill_diagonal(partial, 0.0)
    together = plain.sum(axis=0) + partial.sum(axis=0)
    if together.sum() <= 0:
        return NotComputable(Reason.NO_VARIATION)
    each = np.divide(plain.sum(axis=0), together, out=np.zeros(len(read)), where=together > 0)
    (n, count), (_, log) = answers.shape, np.linalg.slogdet(read)
    chisq, df = max(0.0, -(n - 1 - (2 * count + 5) / 6) * float(log)), count * (count - 1) // 2
    return Factorability(
        kmo=float(plain.sum() / together.sum()),
        items=tuple(float(own) for own in each),
        chisq=chisq,
        df=df,
        p=chi_square_tail(df, chisq),
        printable=n >= FEWEST_RESPONDENTS and count >= FEWEST_ITEMS,
    )


def _correlations(answers: Numbers) -> Numbers | NotComputable:
    respondents, items = answers.shape
    if respondents == 0 or items == 0:
        return NotComputable(Reason.NO_BALLOTS)
    if items == 1:
        return NotComputable(Reason.ONE_ITEM)
    if respondents == 1:
        return NotComputable(Reason.ONE_RATER)
    if any(constant(column) for column in answers.T):
        return NotComputable(Reason.NO_VARIATION)
    found = correlate(answers)
    return NotComputable(Reason.SINGULAR) if np.linalg.cond(found) > _SINGULAR else found


def omega(items: ArrayLike) -> Omega | NotComputable:
    """One factor is found from three items on."""
    answers = complete(items)
    if 0 < answers.shape[1] < FEWEST_ITEMS:
        return NotComputable(Reason.TOO_FEW)
    read = _correlations(answers)
    if isinstance(read, NotComputable):
        return read
    fitted = minimize(
        _misfit,
        0.5 / np.diag(np.linalg.inv(read)),
        args=(read,),
        method="L-BFGS-B",
        bounds=[(_LEAST_UNIQUE, 1.0)] * len(read),
        options={"maxiter": 500, "ftol": 1e-14, "gtol": 1e-9},
    )
    loadings = _load(np.asarray(fitted.x, dtype=np.float64), read)
    loadings = loadings * np.copysign(1.0, loadings.sum())
    common = float(loadings.sum()) ** 2
    unique = float((1 - loadings**2).sum())
    return Omega(common / (common + unique), tuple(float(each) for each in loadings))


def _misfit(unique: Numbers, read: Numbers) -> float:
    """Lawley's likelihood of one factor, its loadings being the best for these uniquenesses."""
    root = np.sqrt(unique)
    values = np.linalg.eigvalsh(read / np.outer(root, root))[:-1]
    return float((values - np.log(np.maximum(values, 1e-300))).sum()) - len(values)


def _load(unique: Numbers, read: Numbers) -> Numbers:
    root = np.sqrt(unique)
    values, vectors = np.linalg.eigh(read / np.outer(root, root))
    return root * vectors[:, -1] * np.sqrt(max(float(values[-1]) - 1, 0.0))

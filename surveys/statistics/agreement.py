"""Raters × departments -> how far a department's mean can be relied on: G, ICC, components.

The unit is the department, so agreement between raters matters more than between the items.
"""

from enum import StrEnum
from typing import Final, NamedTuple

from numpy.typing import ArrayLike
from scipy.special import fdtrc, fdtri

from surveys.statistics.computable import NotComputable, Numbers, Reason
from surveys.statistics.intervals import LEVEL
from surveys.statistics.matrices import complete, constant
from surveys.values import Value

_NOTHING: Final = 1e-9


class Model(StrEnum):
    """Shrout and Fleiss 1979; k: of the mean of all raters, else of a single one."""

    ICC1 = "ICC1"
    ICC2 = "ICC2"
    ICC3 = "ICC3"
    ICC1K = "ICC1k"
    ICC2K = "ICC2k"
    ICC3K = "ICC3k"


class Icc(Value, frozen=True, tag=True):
    """组内相关系数, with its F test and interval."""

    model: Model
    icc: float
    f: float
    df1: int
    df2: int
    p: float
    low: float
    high: float


class Components(Value, frozen=True, tag=True):
    """How much of the spread of marks comes from what (方差分量); none below zero."""

    raters: int
    departments: int
    department: float
    rater: float
    """Leniency."""
    residual: float
    """Halo and chance, which one mark a department cannot tell apart."""
    g: float
    """概化系数: how well the means of these raters tell the departments apart, 0 to 1."""


class _Squares(NamedTuple):
    """Mean squares of a two-way layout; `within` is that of raters and residual together."""

    departments: int
    raters: int
    between: float
    rater: float
    residual: float
    within: float


def components(scores: ArrayLike) -> Components | NotComputable:
    """By expected mean squares, over raters who rated every department."""
    squares = _squares(scores)
    if isinstance(squares, NotComputable):
        return squares
    department = max(0.0, (squares.between - squares.residual) / squares.raters)
    rater = max(0.0, (squares.rater - squares.residual) / squares.departments)
    noise = squares.residual / squares.raters
    if department + noise <= 0:
        return NotComputable(Reason.NO_VARIATION)
    return Components(
        raters=squares.raters,
        departments=squares.departments,
        department=department,
        rater=rater,
        residual=squares.residual,
        g=department / (department + noise),
    )


def icc(scores: ArrayLike, *, level: float = LEVEL) -> tuple[Icc, ...] | NotComputable:
    """All six forms, over raters who rated every department."""
    squares = _squares(scores)
    if isinstance(squares, NotComputable):
        return squares
    if min(squares.between, squares.residual, squares.within) <= 0:
        return NotComputable(Reason.NO_VARIATION)
    one_way, two_way = _one_way(squares, level), _two_way(squares, level)
    absolute = _absolute(squares, two_way[0], level)
    if absolute is None:
        return NotComputable(Reason.TOO_FEW)
    single = one_way[0], absolute[0], two_way[0]
    return (*single, one_way[1], absolute[1], two_way[1])


def _squares(scores: ArrayLike) -> _Squares | NotComputable:
    marks = complete(scores)
    raters, departments = marks.shape
    if raters < 2 or departments < 2:
        return NotComputable(_lacking(raters, departments))
    if constant(marks):
        return NotComputable(Reason.NO_VARIATION)
    by_department, by_rater = marks.mean(axis=0), marks.mean(axis=1)
    left = marks - by_department - by_rater[:, None] + marks.mean()
    between = _square(by_department) * raters / (departments - 1)
    rater = _square(by_rater) * departments / (raters - 1)
    residual = float((left**2).sum()) / ((departments - 1) * (raters - 1))
    scale = 1e-18 * float((marks**2).mean())
    between, rater, residual = (s if s > scale else 0.0 for s in (between, rater, residual))
    within = (rater * (raters - 1) + residual * (departments - 1) * (raters - 1)) / (
        departments * (raters - 1)
    )
    return _Squares(departments, raters, between, rater, residual, within)


def _lacking(raters: int, departments: int) -> Reason:
    if raters == 0 or departments == 0:
        return Reason.NO_BALLOTS
    return Reason.ONE_DEPARTMENT if departments == 1 else Reason.ONE_RATER


def _square(means: Numbers) -> float:
    return float(((means - means.mean()) ** 2).sum())


def _one_way(squares: _Squares, level: float) -> tuple[Icc, Icc]:
    """Every department rated by raters of its own."""
    df2 = squares.departments * (squares.raters - 1)
    return _consistent(squares, (squares.within, df2), (Model.ICC1, Model.ICC1K), level)


def _two_way(squares: _Squares, level: float) -> tuple[Icc, Icc]:
    """These raters, their leniency taken out."""
    df2 = (squares.departments - 1) * (squares.raters - 1)
    return _consistent(squares, (squares.residual, df2), (Model.ICC3, Model.ICC3K), level)


def _consistent(
    squares: _Squares, error: tuple[float, int], models: tuple[Model, Model], level: float
) -> tuple[Icc, Icc]:
    """Between over error: one F carries both forms and their limits."""
    k, df1, df2 = squares.raters, squares.departments - 1, error[1]
    f, tail = squares.between / error[0], (1 + level) / 2
    p = float(fdtrc(df1, df2, f))
    limits = f / float(fdtri(df1, df2, tail)), f, f * float(fdtri(df2, df1, tail))
    low, single, high = ((each - 1) / (each + k - 1) for each in limits)
    low_k, mean, high_k = (1 - 1 / each for each in limits)
    return (
        Icc(models[0], single, f, df1, df2, p, low, high),
        Icc(models[1], mean, f, df1, df2, p, low_k, high_k),
    )


def _absolute(squares: _Squares, consistent: Icc, level: float) -> tuple[Icc, Icc] | None:
    """Raters drawn from many, their leniency counted as error; limits after Satterthwaite.

    None where so few disagree so much that the variance of a mean comes out below zero.
    """
    n, k, residual = squares.departments, squares.raters, squares.residual
    lenient = k * (squares.rater - residual) / n
    value = (squares.between - residual) / (squares.between + (k - 1) * residual + lenient)
    low, high = _limits(squares, value, level)
    below = squares.between + lenient / k
    if min(below / squares.between, 1 + low * (k - 1)) <= _NOTHING:
        return None
    of_mean = (squares.between - residual) / below
    test = consistent.f, consistent.df1, consistent.df2, consistent.p
    step_up = low * k / (1 + low * (k - 1)), high * k / (1 + high * (k - 1))
    return Icc(Model.ICC2, value, *test, low, high), Icc(Model.ICC2K, of_mean, *test, *step_up)


def _limits(squares: _Squares, value: float, level: float) -> tuple[float, float]:
    n, k, tail = squares.departments, squares.raters, (1 + level) / 2
    lenient = squares.rater / squares.residual
    a, b = k * value * lenient, n * (1 + (k - 1) * value) - k * value
    df = max((k - 1) * (n - 1) * (a + b) ** 2 / ((n - 1) * a**2 + b**2), 1.0)
    upper, lower = float(fdtri(n - 1, df, tail)), float(fdtri(df, n - 1, tail))
    error = k * squares.rater + (k * n - k - n) * squares.residual
    low = n * (squares.between - upper * squares.residual) / (upper * error + n * squares.between)
    high = n * (lower * squares.between - squares.residual) / (error + n * lower * squares.between)
    return low, high

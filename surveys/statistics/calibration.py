"""Weights brought to known totals -> what of an estimate that knowledge does not explain.

The error of a weighted estimate comes from the residuals of a regression on what was weighted by.
The regression uses the weights before (the design weights), the residuals count with the weights
after: with the weights after in both, the error comes out too large or too small.
(Deville and Särndal 1992)
"""

import numpy as np

from surveys.statistics.cells import Cells, Codes
from surveys.statistics.computable import Numbers
from surveys.values import Value


class Calibration(Value, frozen=True, eq=False):
    """The weights before and after, and what each cell is known by: one row a cell."""

    before: Numbers
    after: Numbers
    of_row: Codes
    known: Numbers

    def residuals(self, influences: Numbers) -> Numbers:
        """Weighted influences, less what the known totals explain of them; row by row."""
        per_cell, known = self.known.shape[0], self.known
        held = np.bincount(self.of_row, self.before, minlength=per_cell)
        square = known.T @ (known * held[:, None])
        plain = _divided(influences, self.after[:, None])
        sums = _cell_sums(self.of_row, plain * self.before[:, None], per_cell)
        slopes = np.linalg.lstsq(square, known.T @ sums, rcond=None)[0]
        return (plain - (known @ slopes)[self.of_row]) * self.after[:, None]


def by_margins(before: Numbers, after: Numbers, cells: Cells) -> Calibration:
    """What a cell is known by: its category of every margin."""
    known = [np.eye(int(codes.max()) + 1)[codes] for codes in cells.categories]
    return Calibration(before, after, cells.of_row, np.hstack(known))


def by_values(before: Numbers, after: Numbers, known: Numbers) -> Calibration:
    """Everybody a cell of their own."""
    return Calibration(before, after, np.arange(before.size), known)


def _divided(numbers: Numbers, by: Numbers) -> Numbers:
    return np.divide(numbers, by, out=np.zeros_like(numbers), where=by != 0)


def _cell_sums(cells: Codes, columns: Numbers, number: int) -> Numbers:
    sums = np.empty((number, columns.shape[1]))
    for at in range(columns.shape[1]):
        sums[:, at] = np.bincount(cells, columns[:, at], minlength=number)
    return sums

"""Two releases of the same box -> whether the second, laid beside the first, tells of anybody.

What stands between two tables is a table too, and nobody protected it. So no running tally is
published, and a correction only when enough ballots changed at once.
"""

from collections.abc import Mapping, Sequence
from itertools import product

from surveys.statistics.crosstable import Line
from surveys.statistics.protected import Protected, Shown


def differs_safely(earlier: Protected, later: Protected, *, minimum: int) -> bool:
    """Whether `later` may be published after `earlier`.

    In all and in every group nothing changed, or at least `minimum` ballots did and not all of them
    to one answer; where nothing changed, nothing withheld before is shown; and no group or answer
    of one release is a part of another in the other.

    >>> from surveys.statistics.disclosure import lay_out, protect
    >>> first, then = (
    ...     protect(lay_out({"all": ""}, dict.fromkeys("abc", ""), counts={"all": row}), minimum=5)
    ...     for row in ({"a": 40, "b": 5}, {"a": 40, "b": 5, "c": 1})
    ... )
    >>> differs_safely(first, then, minimum=5), differs_safely(first, first, minimum=5)
    (False, True)
    """
    if _overlap(earlier.rows, later.rows) or _overlap(earlier.columns, later.columns):
        return False
    before, after = _groups(earlier), _groups(later)
    return _totals_differ_safely(earlier, later, minimum) and all(
        _group_differs_safely(before[key], after[key], minimum) for key in before.keys() & after
    )


class _Group:
    """A row as its readers see it: how many people, and the answers that are shown."""

    def __init__(self, line: Line, shown: Mapping[str, int]) -> None:
        self.total, self.shown = line.total, shown


def _groups(release: Protected) -> dict[str, _Group]:
    return {
        line.key: _Group(
            line,
            {
                column.key: cell.count
                for column, cell in zip(release.columns, cells, strict=True)
                if isinstance(cell, Shown)
            },
        )
        for line, cells in zip(release.rows, release.cells, strict=True)
    }


def _group_differs_safely(before: _Group, after: _Group, minimum: int) -> bool:
    changes = [
        after.shown[key] - count for key, count in before.shown.items() if key in after.shown
    ]
    people = after.total - before.total
    if not people and not any(changes):
        return after.shown.keys() <= before.shown.keys()
    return _tells_of_nobody(changes, people, minimum)


def _totals_differ_safely(earlier: Protected, later: Protected, minimum: int) -> bool:
    before, after = _by_answer(earlier), _by_answer(later)
    changes = [after.get(key, 0) - before.get(key, 0) for key in before | after]
    return not any(changes) or _tells_of_nobody(changes, sum(changes), minimum)


def _by_answer(release: Protected) -> dict[str, int]:
    return {line.key: line.total for column in release.columns for line in column.whole()}


def _tells_of_nobody(changes: Sequence[int], people: int, minimum: int) -> bool:
    """Enough ballots came, went or were changed, and those that came did not all say the same."""
    came = sum(change for change in changes if change > 0)
    gone = -sum(change for change in changes if change < 0)
    of_one_mind = people > 0 and people in changes and not gone
    return max(came, gone, abs(people)) >= minimum and not of_one_mind


def _overlap(before: Sequence[Line], after: Sequence[Line]) -> bool:
    """Whether a line of one is part of another line of the other, so that the rest is left over."""
    pairs = product(map(_parts, before), map(_parts, after))
    return any(one != other and one & other for one, other in pairs)


def _parts(line: Line) -> frozenset[str]:
    return frozenset(each.key for each in line.whole())

"""Rows of the roll become what its pages show. Phones are shown in part."""

from collections.abc import Sequence
from typing import Final

from reports.wording.complaints import explain_mistake
from reports.wording.roll import BODIES
from service.boards.roll.importing import DryRun, Table
from service.boards.roll.store import ListedRow, RollGroupRow
from service.identity import phones
from service.settings import Settings
from surveys import canonical
from surveys.electorate.mistakes import Mistake
from surveys.electorate.roll import Body
from surveys.values import Value

MOST_SHOWN: Final = 500
_MOST_NAMED: Final = 60


class Line(Value, frozen=True):
    """One person."""

    name: str
    group: str
    bodies: str
    weighting: str
    phone: str
    note: str


class RollView(Value, frozen=True, kw_only=True):
    """`console/roll.html`."""

    people: int
    entitled: int
    groups: tuple[tuple[str, int], ...]
    weightings: tuple[tuple[str, int], ...]
    lines: tuple[Line, ...]
    found: int
    asked: str

    @classmethod
    def of(
        cls,
        settings: Settings,
        people: Sequence[ListedRow],
        *,
        groups: Sequence[RollGroupRow],
        weightings: Sequence[RollGroupRow],
        asked: str,
    ) -> "RollView":
        """`asked` is a part of a name or a group."""
        found = [row for row in people if asked in row.name or asked in row.group_label]
        return cls(
            people=len(people),
            entitled=sum(row.eligible for row in people),
            groups=tuple((row.label, row.entitled) for row in groups),
            weightings=tuple((row.label, row.entitled) for row in weightings),
            lines=tuple(_line(settings, row) for row in found[:MOST_SHOWN]),
            found=len(found),
            asked=asked,
        )


class PreviewView(Value, frozen=True, kw_only=True):
    """`console/roll_preview.html`: what an import would bring."""

    people: int
    entitled: int
    added: int
    altered: int
    removed: int
    kept: int
    names: tuple[tuple[str, tuple[str, ...], int], ...]
    """What happens to whom: a heading's key, names, how many more."""
    groups: tuple[tuple[str, int], ...]
    merged: tuple[str, ...]
    recused: tuple[str, ...]
    without_phone: int
    ignored: tuple[str, ...]
    table: str

    @classmethod
    def of(cls, run: DryRun, table: Table) -> "PreviewView":
        """`table` goes with the page and comes back with the answer."""
        summary, change, roll = run.register.summary, run.change, run.register.roll
        labels = {group.key: group.label for group in roll.groups}
        return cls(
            people=summary.people,
            entitled=summary.entitled,
            added=len(change.added),
            altered=len(change.altered),
            removed=len(change.removed),
            kept=change.kept,
            names=tuple(
                (kind, names[:_MOST_NAMED], max(0, len(names) - _MOST_NAMED))
                for kind, names in (
                    ("removed", change.removed),
                    ("altered", change.altered),
                    ("added", change.added),
                )
                if names
            ),
            groups=tuple((labels[key], number) for key, number in summary.groups.items()),
            merged=summary.merged,
            recused=summary.recused,
            without_phone=summary.without_phone,
            ignored=tuple(dict.fromkeys(summary.ignored)),
            table=canonical.encode(table).decode(),
        )


def say_mistakes(mistakes: Sequence[Mistake]) -> tuple[str, ...]:
    """One sentence a mistake."""
    return tuple(explain_mistake(mistake) for mistake in mistakes[:MOST_SHOWN])


def _line(settings: Settings, row: ListedRow) -> Line:
    phone = phones.unseal(settings, row.phone_sealed)
    return Line(
        name=row.name,
        group=row.group_label,
        bodies="、".join(BODIES[body] for body in Body if body.value in row.bodies),
        weighting=row.weighting_label,
        phone=f"{phone[:3]}****{phone[-4:]}" if phone else "",
        note="" if row.eligible else "ineligible",
    )

"""Stamps by pile become a table on which scrutineers write what their machine counted (联署)."""

from collections.abc import Iterator
from typing import Final

from reports.document import Column, Table
from reports.wording.cosigning import WHOLE
from reports.wording.stamps import COSIGNED, FILLED_IN, REPORTED
from surveys.manifest import Manifest
from surveys.tally.results import StampCount

_COLUMNS: Final = ("领票", "投票", "差额", REPORTED)
_BY_HAND: Final = ""


def cosigned_table(manifest: Manifest, stamps: tuple[StampCount, ...]) -> tuple[Table, ...]:
    """The table, where scrutineers co-sign; their number is theirs to write, not the server's."""
    if not manifest.cosigners:
        return ()
    return (
        Table(
            caption=COSIGNED,
            columns=(Column("票种"), *(Column(label) for label in _COLUMNS)),
            rows=tuple(_rows(manifest, stamps)),
            notes=(FILLED_IN,),
        ),
    )


def _rows(manifest: Manifest, stamps: tuple[StampCount, ...]) -> Iterator[tuple[str, ...]]:
    groups = {group.key: group.label for group in manifest.rules.electorate.groups}
    units = {appraisee.key: appraisee.label for appraisee in manifest.appraisees}
    for pile in stamps:
        name = f"{groups.get(pile.group, pile.group)}　{units.get(pile.unit, WHOLE)}"
        yield name, str(pile.outer), str(pile.sealed), str(pile.difference), _BY_HAND

"""The machine's own account of what it co-signed: one message a right, and never too many rights.

A file of this machine only (SQLite, synced before anything is answered). Rows are kept in the order
of their marks, which the registrar alone can read, so they tell nobody who came after whom.
"""

import hashlib
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from service.stamping.relay import Question
from surveys.keys import GroupKey, UnitKey
from surveys.refusals import Refusal

LEDGER: Final = "cosign-ledger.sqlite"
Pile = tuple[GroupKey, UnitKey]

_ALONE: Final = "pragma locking_mode = exclusive; pragma synchronous = extra;"
_TABLES: Final = """
create table if not exists cosigned (
    mark text primary key, pile text not null, message blob not null
) without rowid, strict;
create table if not exists bound (name text primary key, value text not null) without rowid, strict;
"""


class Ledger:
    """One folder's account. It survives a crash; two programs cannot have it at once."""

    def __init__(self, folder: Path) -> None:
        """Open it, or begin it."""
        self._file: sqlite3.Connection = sqlite3.connect(
            folder / LEDGER, isolation_level=None, timeout=0
        )
        try:
            self._file.executescript(_ALONE + _TABLES)
        except sqlite3.OperationalError as error:
            self._file.close()
            raise Refusal("cosign.folder_taken", path=str(folder)) from error

    def close(self) -> None:
        """Let the next program have it."""
        self._file.close()

    def bind(self, manifest: str) -> None:
        """Keep to the manifest of this fingerprint; to another one only while nothing is signed."""
        kept = self.read("manifest")
        if kept not in {"", manifest} and self.counts():
            raise Refusal("cosign.other_manifest")
        self._note("manifest", manifest)

    def end(self) -> None:
        """Sign nothing more, for good."""
        self._note("closed", "closed")

    @property
    def closed(self) -> bool:
        """Whether it is over."""
        return bool(self.read("closed"))

    def counts(self) -> dict[str, int]:
        """How many rights were co-signed, by pile; see `pile_name`."""
        found = self._file.execute("select pile, count(*) from cosigned group by pile")
        return dict(found.fetchall())

    def admit(self, questions: Sequence[Question], limits: Mapping[Pile, int]) -> list[str]:
        """Why each is not co-signed, or nothing; what is co-signed stands on the disk by then."""
        with self._file:
            self._file.execute("begin immediate")
            counts = self.counts()
            return [self._admit(question, limits, counts) for question in questions]

    def _admit(self, question: Question, limits: Mapping[Pile, int], counts: dict[str, int]) -> str:
        if self.closed:
            return "closed"
        pile = pile_name(question.group, question.unit)
        most = limits.get((question.group, question.unit), 0)
        message = hashlib.sha256(bytes.fromhex(question.blinded)).digest()
        known = self._file.execute(
            "select pile, message from cosigned where mark = ?", [question.mark]
        ).fetchone()
        if known is not None:
            return "" if known == (pile, message) else "other_message"
        if counts.get(pile, 0) >= most:
            return "limit"
        self._file.execute("insert into cosigned values (?, ?, ?)", [question.mark, pile, message])
        counts[pile] = counts.get(pile, 0) + 1
        return ""

    def read(self, name: str) -> str:
        """What was noted under a name; nothing where nothing was."""
        found = self._file.execute("select value from bound where name = ?", [name]).fetchone()
        return found[0] if found else ""

    def _note(self, name: str, value: str) -> None:
        self._file.execute("insert or replace into bound values (?, ?)", [name, value])


def pile_name(group: GroupKey, unit: UnitKey) -> str:
    """A pile as one word; keys have no stroke in them.

    >>> pile_name("deputies", "finance")
    'deputies/finance'
    """
    return f"{group}/{unit}"

"""Who did what, in one chain per town: each entry carries the digest of the one before.

No role may change or delete an entry. Whoever rewrites the table past the database still has to
rewrite every later digest, and the head that was printed or sent elsewhere no longer fits.
"""

from datetime import UTC, datetime
from typing import Final

from service.database.driver import Connection
from service.database.statements import command, query, scalar
from surveys.canonical import encode, fingerprint
from surveys.values import Value

BEGINNING: Final = "0" * 64
_PAGE: Final = 1000


class Entry(Value, frozen=True):
    """One deed as it stands in the chronicle."""

    seq: int
    survey_id: str | None
    at: datetime
    actor: str
    action: str
    detail: str
    previous: str
    digest: str


class Head(Value, frozen=True):
    """The end of a chain."""

    seq: int
    digest: str


class Broken(Value, frozen=True):
    """The first entry that does not fit, and why: `renumbered`, `unchained` or `altered`."""

    seq: int
    why: str


class Chronicle(Value, frozen=True):
    """Whose chain it is."""

    town_id: str
    name: str


lock_chronicle: Final = command("chronicle", "lock_chronicle")
find_last_entry: Final = query("chronicle", "find_last_entry", Head)
write_entry: Final = command("chronicle", "write_entry")
read_entries: Final = query("chronicle", "read_entries", Entry)
list_chronicles: Final = query("chronicle", "list_chronicles", Chronicle)
stands_in: Final = scalar("chronicle", "stands_in", bool)


def digest_of(town: str, entry: Entry) -> str:
    """What an entry's digest must be."""
    return fingerprint(
        encode(
            {
                "town": town,
                "seq": entry.seq,
                "survey": entry.survey_id,
                "at": entry.at.astimezone(UTC).isoformat(),
                "actor": entry.actor,
                "action": entry.action,
                "detail": entry.detail,
                "previous": entry.previous,
            }
        )
    )


async def record(  # noqa: PLR0913 -- an entry has this many parts
    conn: Connection,
    *,
    town: str,
    at: datetime,
    actor: str,
    action: str,
    survey: str | None = None,
    detail: str = "",
) -> Head:
    """Append a deed to its town's chain, in the transaction of the deed itself."""
    await lock_chronicle.run(conn, town)
    last = await find_last_entry.maybe(conn, town) or Head(0, BEGINNING)
    bare = Entry(last.seq + 1, survey, at, actor, action, detail, last.digest, "")
    digest = digest_of(town, bare)
    await write_entry.run(
        conn, town, bare.seq, survey, at, actor, action, detail, last.digest, digest
    )
    return Head(bare.seq, digest)


async def verify_chain(conn: Connection, town: str) -> Head | Broken:
    """Walk the whole chain: its head, or the first entry that does not fit."""
    head = Head(0, BEGINNING)
    while entries := await read_entries.all(conn, town, head.seq, _PAGE):
        for entry in entries:
            why = fault_of(town, head, entry)
            if why is not None:
                return Broken(entry.seq, why)
            head = Head(entry.seq, entry.digest)
    return head


def fault_of(town: str, before: Head, entry: Entry) -> str | None:
    """Why an entry cannot follow `before`, or None."""
    if entry.seq != before.seq + 1:
        return "renumbered"
    if entry.previous != before.digest:
        return "unchained"
    if entry.digest != digest_of(town, entry):
        return "altered"
    return None

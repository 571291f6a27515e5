"""What was printed before is not printed again: files by what they were printed from."""

from typing import Final

from service.database import Connection
from service.database.statements import command, scalar

ROOM: Final = 64_000_000
"""Bytes a town's files may take; a report of eleven pages takes a third of a million."""

find_print: Final = scalar("press", "find_print", bytes)
_keep_print: Final = command("press", "keep_print")
_forget_prints: Final = command("press", "forget_prints")


async def keep(conn: Connection, town: str, key: str, *, content: bytes, room: int = ROOM) -> None:
    """Remember a file; the oldest make room."""
    await _keep_print.run(conn, town, key, content)
    await _forget_prints.run(conn, town, room)

"""Like `read_sheets`, in a process of its own."""

from typing import Final

from service.apart import run_apart, wait_apart
from surveys import canonical
from surveys.electorate.register import Sheet
from surveys.refusals import STATUS, Refusal
from surveys.values import Value

_MODULE: Final = "service.spreadsheets"


class Outcome(Value, frozen=True):
    """The sheets, or the refusal the file met."""

    sheets: tuple[Sheet, ...] = ()
    code: str = ""
    words: dict[str, int] = {}


async def read_sheets_apart(data: bytes) -> tuple[Sheet, ...]:
    """The sheets of a file; whatever is wrong with it, only a `Refusal` is raised."""
    return _sheets(await run_apart(_MODULE, data=data))


def wait_for_sheets(data: bytes, *, columns: int) -> tuple[Sheet, ...]:
    """The same for a command, which has nothing else to do meanwhile."""
    return _sheets(wait_apart(_MODULE, str(columns), data=data))


def _sheets(said: bytes) -> tuple[Sheet, ...]:
    came = canonical.decode(said, Outcome, code="file.broken")
    if came.code:
        raise Refusal(came.code if came.code in STATUS else "file.broken", **came.words)
    return came.sheets

"""Like `read_questionnaire`, in a process of its own."""

from typing import Final, cast

from service.apart import run_apart
from service.interchange.assembling import Read
from service.interchange.objections import Objection
from surveys import canonical
from surveys.refusals import STATUS, Refusal
from surveys.values import Value

_MODULE: Final = "service.interchange"


class Become(Value, frozen=True):
    """What a file became, and the text of the paste box that says the same."""

    read: Read
    text: str


class Outcome(Value, frozen=True):
    """What a file became, or the refusal it met."""

    become: Become | None = None
    code: str = ""
    words: dict[str, str | int] = {}
    objections: tuple[Objection, ...] = ()


def denied(refusal: Refusal) -> Outcome:
    """A refusal as it crosses from one process to another."""
    found = cast("tuple[Objection, ...]", refusal.data.get("objections", ()))
    words = {
        name: value if isinstance(value, int) else str(value)
        for name, value in refusal.data.items()
        if name != "objections"
    }
    return Outcome(code=refusal.code, words=words, objections=found)


async def read_apart(name: str, data: bytes) -> Become:
    """What the file becomes; whatever is wrong with it, only a `Refusal` is raised."""
    came = canonical.decode(
        await run_apart(_MODULE, name[-80:], data=data), Outcome, code="file.broken"
    )
    if came.become is None:
        code = came.code if came.code in STATUS else "file.broken"
        raise Refusal(code, **came.words, objections=came.objections)
    return came.become

"""Like `read_attachments`, in a process of its own."""

from typing import Final

from service.apart import wait_apart
from service.attachments.reading import Attached
from surveys import canonical
from surveys.refusals import STATUS, Refusal
from surveys.values import Value

_MODULE: Final = "service.attachments"


class Outcome(Value, frozen=True):
    """The files, or the refusal the PDF met."""

    attached: tuple[Attached, ...] = ()
    code: str = ""


def read_attachments_apart(content: bytes) -> tuple[Attached, ...]:
    """The published files inside; whatever is wrong with the PDF, only a `Refusal` is raised."""
    came = canonical.decode(wait_apart(_MODULE, data=content), Outcome, code="file.broken")
    if came.code:
        raise Refusal(came.code if came.code in STATUS else "file.broken")
    return came.attached

"""The process that prints: orders come in on standard input, answers go out on standard output.

It reads its fonts and nothing else, keeps nothing, and has no database. Limits are the kernel's:
memory that cannot be had fails an order, and a process whose orders nobody waits for any more is
ended by its processor time.
"""

import contextlib
import os
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Final, TypeVar

import msgspec

from reports.document import Document
from reports.rendering.docx import render_docx
from reports.rendering.fonts import Fonts
from reports.rendering.progress import hush, told
from reports.rendering.xlsx import render_xlsx
from service.press.orders import (
    LENGTH,
    Answer,
    Form,
    Laying,
    Limits,
    Order,
    Printed,
    Setup,
    Unprinted,
    Writing,
    pack,
)
from surveys import canonical

Say = Callable[[Answer], None]
Message = TypeVar("Message", Order, Setup)

_KIB: Final = 1 if sys.platform == "darwin" else 1024  # the unit of ru_maxrss


def run() -> None:
    """Print until nobody asks any more."""
    incoming, say = sys.stdin.buffer, _answering()
    setup = _take(incoming, Setup)
    if setup is None:
        return
    _limit(resource.RLIMIT_CORE, 0)  # a core would hold a document
    _limit_memory(setup.limits, 0)
    say(_warm(setup.fonts))
    while order := _take(incoming, Order, setup.limits):
        _limit_time(setup.limits)
        say(_answer(order, setup.fonts, say))


def _answering() -> Say:
    """Answers alone use standard output; what a library prints there goes to standard error."""
    own = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())

    def say(answer: Answer) -> None:
        own.write(pack(answer))
        own.flush()

    return say


def _take(incoming: BinaryIO, kind: type[Message], limits: Limits | None = None) -> Message | None:
    """The next message, or None at the end; it brings its own room before it is read."""
    head = incoming.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    if limits is not None:
        _limit_memory(limits, length)
    return msgspec.msgpack.decode(incoming.read(length), type=kind)


def _warm(fonts: Fonts) -> Answer:
    """Load everything once, by printing an empty page; without Pango say so at every order."""
    return _answer(Order(canonical.encode(Document("", (), ""))), fonts, lambda _: None)


def _answer(order: Order, fonts: Fonts, say: Say) -> Answer:
    try:
        data = _make(order, fonts, say)
    except MemoryError:
        return Unprinted("press.too_large")
    except LibraryMissingError:
        return Unprinted("press.lacking")
    except Exception as error:  # noqa: BLE001 -- of a fault only its name may leave this process
        return Unprinted("press.failed", type(error).__name__)
    return Printed(data, _peak())


def _make(order: Order, fonts: Fonts, say: Say) -> bytes:
    document = canonical.decode(order.document, Document)
    match order.form:
        case Form.PDF:
            return _lay_out(document, order, fonts, say)
        case Form.DOCX:
            return render_docx(document)
        case Form.XLSX:
            return render_xlsx(document, rule_words=order.rule_words)


class LibraryMissingError(Exception):
    """Pango is not on this machine."""


def _lay_out(document: Document, order: Order, fonts: Fonts, say: Say) -> bytes:
    try:
        from reports.rendering.pdf import render_pdf  # noqa: PLC0415 -- Pango may be missing
    except OSError as error:  # cffi says so of a library it cannot find
        raise LibraryMissingError from error

    hush()
    with told(lambda pages, writing: say(Writing(pages) if writing else Laying(pages))):
        return render_pdf(document, fonts, enclosed=order.enclosed)


def _peak() -> int:
    """The most memory this process had, in bytes.

    On Linux `ru_maxrss` begins with that of whoever forked us, which may be much larger.
    """
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text("ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _KIB


def _limit_memory(limits: Limits, brought: int) -> None:
    """No more data than this, for an order of so many bytes."""
    _limit(resource.RLIMIT_DATA, limits.memory + limits.brought * max(0, brought - limits.small))


def _limit_time(limits: Limits) -> None:
    """Whoever waits gives up before this; the kernel ends what nobody waits for."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime + limits.seconds) + 2)


def _limit(what: int, most: int) -> None:
    """Until the next order: a hard limit could never be raised again."""
    _, hard = resource.getrlimit(what)
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    with contextlib.suppress(ValueError, OSError):  # a system without this limit has its own
        resource.setrlimit(what, (most, hard))

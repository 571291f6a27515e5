"""How far a document is laid out, as WeasyPrint tells its own log; nothing else of it is heard."""

import contextlib
import logging
from collections.abc import Callable, Generator
from typing import Final

Tell = Callable[[int, bool], None]
"""Pages laid out so far, and whether the file is being written by now."""

_SAYS: Final = logging.getLogger("weasyprint.progress")
_COMPLAINS: Final = logging.getLogger("weasyprint")
_LAYING: Final = "Step 5"
_WRITING: Final = "Step 6"


class _Listener(logging.Handler):
    def __init__(self, tell: Tell) -> None:
        super().__init__(logging.INFO)
        self.tell = tell
        self.pages = 0

    def emit(self, record: logging.LogRecord) -> None:
        if record.msg.startswith(_LAYING) and isinstance(record.args, tuple) and record.args:
            self.pages = max(self.pages, int(str(record.args[0])))
            self.tell(self.pages, False)
        elif record.msg.startswith(_WRITING):
            self.tell(self.pages, True)


@contextlib.contextmanager
def told(tell: Tell) -> Generator[None]:
    """Say each page as it is laid out, for as long as the block lasts."""
    listener = _Listener(tell)
    _SAYS.setLevel(logging.INFO)
    _SAYS.addHandler(listener)
    try:
        yield
    finally:
        _SAYS.removeHandler(listener)


def hush() -> None:
    """Let WeasyPrint complain to nobody: what it complains of may quote a document."""
    _COMPLAINS.setLevel(logging.CRITICAL)

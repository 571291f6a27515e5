"""`python -m service.spreadsheets [COLUMNS]`: a file on standard input, its sheets on output."""

import sys

from service.apart import confine
from service.spreadsheets.apart import Outcome
from service.spreadsheets.reading import MOST_COLUMNS, read_sheets
from surveys import canonical
from surveys.refusals import Refusal


def _read(data: bytes, columns: int = MOST_COLUMNS) -> Outcome:
    try:
        return Outcome(sheets=read_sheets(data, columns=columns))
    except Refusal as refusal:
        words = {name: word for name, word in refusal.data.items() if isinstance(word, int)}
        return Outcome(code=refusal.code, words=words)


if __name__ == "__main__":
    confine()
    sys.stdout.buffer.write(
        canonical.encode(_read(sys.stdin.buffer.read(), *map(int, sys.argv[1:])))
    )

"""`python -m service.attachments`: a PDF on standard input, the files inside on the output."""

import sys

from service.apart import confine
from service.attachments.apart import Outcome
from service.attachments.reading import read_attachments
from surveys import canonical
from surveys.refusals import Refusal


def _read(content: bytes) -> Outcome:
    try:
        return Outcome(attached=read_attachments(content))
    except Refusal as refusal:
        return Outcome(code=refusal.code)


if __name__ == "__main__":
    confine()
    sys.stdout.buffer.write(canonical.encode(_read(sys.stdin.buffer.read())))

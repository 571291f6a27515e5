"""`python -m service.interchange NAME`: a file on standard input, what it became on the output."""

import resource
import sys
from typing import Final

from service.interchange.apart import PATIENCE, Outcome, denied
from service.interchange.reading import read_questionnaire
from surveys import canonical
from surveys.refusals import Refusal

_MOST_MEMORY: Final = 2 * 1024**3
"""Addresses, not pages: the libraries alone reserve half of it."""


def _read(name: str, data: bytes) -> Outcome:
    try:
        return Outcome(read=read_questionnaire(name, data))
    except Refusal as refusal:
        return denied(refusal)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (PATIENCE, PATIENCE))
    sys.stdout.buffer.write(canonical.encode(_read(sys.argv[1], sys.stdin.buffer.read())))

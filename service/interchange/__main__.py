"""`python -m service.interchange NAME`: a file on standard input, what it became on the output."""

import sys

from service.apart import confine
from service.interchange.apart import Become, Outcome, denied
from service.interchange.as_text import as_text
from service.interchange.reading import read_questionnaire
from surveys import canonical
from surveys.refusals import Refusal


def _read(name: str, data: bytes) -> Outcome:
    try:
        read = read_questionnaire(name, data)
        return Outcome(become=Become(read, as_text(read.form)))
    except Refusal as refusal:
        return denied(refusal)


if __name__ == "__main__":
    confine()
    sys.stdout.buffer.write(canonical.encode(_read(sys.argv[1], sys.stdin.buffer.read())))

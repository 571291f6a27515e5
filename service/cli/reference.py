"""`write-reference`: the tables of settings and refusals become their reference pages."""

from collections.abc import Iterable
from typing import Final

import click

from reports.wording.commands import ABOUT
from reports.wording.refusals import SENTENCES
from service.settings import CHECKOUT, VARIABLES
from surveys.refusals import STATUS

FOLDER: Final = CHECKOUT / "docs" / "reference"

_SETTINGS: Final = """\
# Settings

Every setting is an environment variable, read once at the start; an empty one counts as not set.
Written by `./minping write-reference` from `service/settings.py`.

| variable | default | decides |
|---|---|---|
"""

_REFUSALS: Final = """\
# Refusals

Each way the program says no: a stable code, the HTTP status, and the sentence a user reads. A
program that asks for JSON gets a problem document (RFC 9457) with the code as its `type`.
Written by `./minping write-reference` from `surveys/refusals.py` and
`reports/wording/refusals.py`.

| code | status | sentence |
|---|---|---|
"""


@click.command(hidden=True, help=ABOUT["write-reference"])
def write_reference() -> None:
    """Write every page."""
    for name, text in pages():
        (FOLDER / name).write_text(text, "utf-8")


def pages() -> Iterable[tuple[str, str]]:
    """File name and text of each page that is written, not composed."""
    settings = (f"| `{one.name}` | `{one.default}` | {one.meaning} |" for one in VARIABLES)
    refusals = (f"| `{code}` | {status} | {SENTENCES[code]} |" for code, status in STATUS.items())
    yield "settings.md", _SETTINGS + "\n".join(settings).replace("``", "none") + "\n"
    yield "refusals.md", _REFUSALS + "\n".join(refusals) + "\n"

"""`test`: the code is checked and the tests are run; every step runs, whatever the others found."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click

from reports.wording.commands import ABOUT, STEP_FAILED, STEP_PASSED
from service.settings import CHECKOUT

_PYTHON: Final = (sys.executable, "-m")
_LINT_IMPORTS: Final = str(Path(sys.executable).with_name("lint-imports"))

STEPS: Final[dict[str, tuple[str, ...]]] = {
    "ruff check": (*_PYTHON, "ruff", "check", "--no-cache", "--quiet"),
    "ruff format": (*_PYTHON, "ruff", "format", "--check", "--quiet"),
    "lint-imports": (_LINT_IMPORTS,),
    "basedpyright": (*_PYTHON, "basedpyright"),
}
PYTEST: Final = (*_PYTHON, "pytest", "-q", "-n", "2")


@click.command(help=ABOUT["test"], context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def test(arguments: Sequence[str]) -> None:
    """With arguments, only pytest with them; else everything. pytest speaks last."""
    if arguments:
        sys.exit(_call((*_PYTHON, "pytest", *arguments)))
    results = [_check(step, line) for step, line in STEPS.items()]
    results.append(_call(PYTEST))
    sys.exit(next((result for result in results if result != 0), 0))


def _check(step: str, line: Sequence[str]) -> int:
    done = subprocess.run(line, cwd=CHECKOUT, check=False, capture_output=True, text=True)
    if done.returncode:
        click.echo(done.stdout + done.stderr, nl=False)
    click.echo((STEP_FAILED if done.returncode else STEP_PASSED).format(step=step))
    return done.returncode


def _call(line: Sequence[str]) -> int:
    sys.stdout.flush()
    return subprocess.run(line, cwd=CHECKOUT, check=False).returncode

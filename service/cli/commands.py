"""Every command, and what all of them share: a start that fails is one sentence and exit 1."""

import sys
from typing import Final

import click

from reports.wording.commands import PROGRAM
from reports.wording.refusals import explain
from service.cli.checks import test
from service.cli.chronicle import check_chronicle
from service.cli.cosign import cosign
from service.cli.custody import make_key, open_sealed, try_key
from service.cli.demo import demo, rerun
from service.cli.doctor import doctor
from service.cli.processes import open_boxes, web, work
from service.cli.reference import write_reference
from service.cli.rehearsals import purge_rehearsals
from service.cli.score import score
from service.cli.serve import serve
from service.cli.slips import print_slips
from service.cli.upkeep import backup, migrate, restore
from service.cli.verify import verify
from service.settings import CannotStart
from surveys.refusals import Refusal


class Commands(click.Group):
    """A group whose commands end in a sentence, never in a traceback, when they cannot start."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; say what stops it from starting."""
        try:
            return super().invoke(ctx)
        except CannotStart as reason:
            click.echo(str(reason), err=True)
        except Refusal as refusal:
            click.echo(explain(refusal), err=True)
        sys.exit(1)


@click.group(cls=Commands, help=PROGRAM)
def minping() -> None:
    """Run one of the commands."""


COMMANDS: Final = (
    serve, work, open_boxes, migrate, backup, restore, check_chronicle, demo, rerun, test, verify,
    score, make_key, try_key, open_sealed, cosign, purge_rehearsals, doctor, print_slips, web,
    write_reference,
)  # fmt: skip
"""`docs/reference/commands.md` is checked against this table."""

for command in COMMANDS:
    minping.add_command(command)

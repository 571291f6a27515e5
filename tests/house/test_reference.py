"""The reference names every setting, command, option and refusal there is, and nothing else."""

import re
from pathlib import Path

from click import Command, Group, Option

from reports.rendering.fonts import FANDOL
from service.cli.commands import COMMANDS
from service.cli.reference import pages
from service.settings import VARIABLES
from surveys.refusals import STATUS

ROOT = Path(__file__).resolve().parents[2]


def test_the_written_pages_are_what_the_tables_say_now() -> None:
    for name, text in pages():
        written = (ROOT / "docs" / "reference" / name).read_text("utf-8")
        assert written == text, "run ./minping write-reference"


def test_every_setting_and_every_refusal_is_on_its_page() -> None:
    settings, refusals = (text for _, text in pages())
    assert [
        variable.name for variable in VARIABLES if f"| `{variable.name}` |" not in settings
    ] == []
    assert [code for code in STATUS if f"| `{code}` | {STATUS[code]} |" not in refusals] == []


def test_every_command_is_in_the_reference() -> None:
    page = (ROOT / "docs" / "reference" / "commands.md").read_text("utf-8")
    shown = [command.name for command in COMMANDS if not command.hidden]
    assert re.findall(r"^## ([a-z-]+)$", page, re.MULTILINE) == shown


def every_command() -> list[Command]:
    """Those of a group after it."""
    return [
        each
        for command in COMMANDS
        for each in (command, *(command.commands.values() if isinstance(command, Group) else ()))
        if not each.hidden
    ]


def test_every_option_is_in_the_reference() -> None:
    page = (ROOT / "docs" / "reference" / "commands.md").read_text("utf-8")
    options = {
        name
        for command in every_command()
        for option in command.params
        if isinstance(option, Option) and not option.hidden
        for name in option.opts
    }
    assert options == set(re.findall(r"`(--[a-z-]+)", page))


def test_every_command_says_what_it_does() -> None:
    for command in every_command():
        assert command.help, command.name
        assert command.help.endswith("。"), command.name


def test_the_doctor_looks_for_the_fonts_that_the_set_up_unpacks() -> None:
    script = (ROOT / "minping").read_text("utf-8")
    unpacked = re.search(r"^fandol='(.*)'$", script, re.MULTILINE)
    assert unpacked is not None
    assert tuple(f"{font}.otf" for font in unpacked[1].split()) == tuple(FANDOL.values())

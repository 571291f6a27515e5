"""`score`: a rule and a filled-in spreadsheet in, results of votes on paper out; exit 0 or 1."""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from reports.wording.commands import ABOUT, OPTIONS
from reports.wording.scoring import (
    EXISTS,
    HEAD,
    MARGINS,
    MORE,
    NEXT,
    RULE_NOTE,
    UNITS,
    WRITTEN,
    explain,
    say_margin,
)
from service.cli.environment import read_settings
from service.cli.files import Unreadable, read, write

if TYPE_CHECKING:
    from surveys.rules.ruleset import RuleSet
    from surveys.tally.paper import Gathering, Paper, Scored

MOST_SAID: Final = 50
"""Mistakes told at once; who mends these sees the rest."""
_PATH: Final = click.Path(path_type=Path)
_NUMBER: Final = click.IntRange(0, 9_999_999)


@click.command(help=ABOUT["score"])
@click.argument("rules", required=False, default="")
@click.argument("file", required=False, type=_PATH)
@click.option("--template", is_flag=True, help=OPTIONS["template"])
@click.option("--departments", default="", help=OPTIONS["departments"])
@click.option("--pdf", type=_PATH, help=OPTIONS["pdf"])
@click.option("--json", "as_json", is_flag=True, help=OPTIONS["json"])
@click.option("--entitled", type=_NUMBER, default=0, help=UNITS["entitled"])
@click.option("--present", type=_NUMBER, default=0, help=UNITS["present"])
@click.option("--invited", type=_NUMBER, default=0, help=UNITS["invited"])
@click.option("--issued", type=_NUMBER, default=0, help=UNITS["issued"])
@click.option("--returned", type=_NUMBER, default=0, help=UNITS["returned"])
def score(  # noqa: PLR0913 -- one parameter an option
    *,
    rules: str,
    file: Path | None,
    template: bool,
    departments: str,
    pdf: Path | None,
    as_json: bool,
    **told: int,
) -> None:
    """Score, or write a template; without a file, say the rule or list the presets."""
    from reports.wording.rules import say_rules
    from service.cli.rulebook import find_rules, list_presets

    if not rules:
        _echo(list_presets())
        return
    found = find_rules(rules)
    if file is None:
        _echo(say_rules(found))
    elif template:
        _write_template(found, rules, file=file, names=_names(departments))
    else:
        _score(found, file, told=_told(**told), pdf=pdf, as_json=as_json)


def _echo(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)


def _told(*, entitled: int, present: int, invited: int, issued: int, returned: int) -> "Gathering":
    from surveys.tally.paper import Gathering

    return Gathering(
        entitled=entitled, present=present, invited=invited, issued=issued, returned=returned
    )


def _names(departments: str) -> tuple[str, ...]:
    """Names with any comma between them, each once."""
    for mark in "，、；;\n":
        departments = departments.replace(mark, ",")
    return tuple(dict.fromkeys(name.strip() for name in departments.split(",") if name.strip()))


def _write_template(rules: "RuleSet", named: str, *, file: Path, names: Sequence[str]) -> None:
    """Write beside what is there, never over it: it might be filled in."""
    from service.spreadsheets.score_template import write_template

    if file.exists():
        raise Unreadable(EXISTS.format(path=file))
    write(file, write_template(rules, names))
    click.echo(WRITTEN.format(path=file))
    click.echo(NEXT.format(rules=named, path=file))


def _score(
    rules: "RuleSet", file: Path, *, told: "Gathering", pdf: Path | None, as_json: bool
) -> None:
    """All is worked out before anything is written or said."""
    from surveys import canonical
    from surveys.tally.paper import score_paper

    content = read(file)
    scored = score_paper(_paper(content, rules, told), rules)
    if pdf is not None:
        write(pdf, _print(scored, rules, canonical.fingerprint(content)))
    if as_json:
        click.echo(canonical.encode(scored))
        return
    _echo(_say(scored, rules))
    if pdf is not None:
        click.echo(WRITTEN.format(path=pdf))


def _paper(content: bytes, rules: "RuleSet", told: "Gathering") -> "Paper":
    """What was entered, or every mistake and exit 1."""
    from service.spreadsheets.apart import wait_for_sheets
    from service.spreadsheets.score_sheet import MOST_COLUMNS, read_score_sheet

    entered = read_score_sheet(wait_for_sheets(content, columns=MOST_COLUMNS), rules, told=told)
    if not isinstance(entered, tuple):
        return entered
    click.echo(HEAD.format(number=len(entered)), err=True)
    for mistake in entered[:MOST_SAID]:
        click.echo(f"  {explain(mistake)}", err=True)
    if len(entered) > MOST_SAID:
        click.echo(MORE.format(number=len(entered) - MOST_SAID), err=True)
    sys.exit(1)


def _say(scored: "Scored", rules: "RuleSet") -> Iterable[str]:
    from reports.rendering.terminal import render_table
    from reports.wording.rules import say_rules
    from reports.writing.score import say_quorum, score_table

    yield from render_table(score_table(scored, rules))
    yield ""
    quorum = tuple(say_quorum(scored, rules))
    yield from quorum
    if scored.margins:
        labels = {each.key: each.label for each in scored.appraisees}
        yield MARGINS + "；".join(
            f"{labels[key]}{say_margin(margin)}" for key, margin in scored.margins.items()
        ) + "。"  # fmt: skip
    if quorum or scored.margins:
        yield ""
    for number, words in enumerate(say_rules(rules), 1):
        yield RULE_NOTE.format(number=number, words=words)


def _print(scored: "Scored", rules: "RuleSet", file: str) -> bytes:
    from reports.rendering.fonts import locate_fonts
    from reports.rendering.pdf import render_pdf
    from reports.writing.score import write_score

    fonts = locate_fonts(read_settings().fonts)
    return render_pdf(write_score(scored, rules, file=file), fonts)

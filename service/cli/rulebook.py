"""What somebody names on the command line becomes a rule set: a preset, or a file of their own."""

from collections.abc import Iterable
from pathlib import Path

from reports.wording.scoring import NEAR, PRESETS, UNKNOWN
from service.cli.files import Unreadable, read
from service.spreadsheets.words import nearest
from surveys import canonical
from surveys.refusals import Refusal
from surveys.rules.presets import presets
from surveys.rules.proofread import proofread
from surveys.rules.ruleset import RuleSet


def find_rules(named: str) -> RuleSet:
    """A preset by its key or title, or a rule-set file; a rule that contradicts itself is none."""
    for preset in presets():
        if named in (preset.key, preset.title):
            return preset
    path = Path(named)
    if not path.is_file():
        raise Unreadable(_unknown(named))
    try:
        rules = canonical.decode(read(path), RuleSet)
    except Refusal as refusal:
        raise Refusal("rules.malformed", detail=refusal.data["detail"]) from refusal
    if complaints := proofread(rules):
        raise Refusal("rules.contradiction", complaints=complaints)
    return rules


def list_presets() -> Iterable[str]:
    """Each preset on a line: its key and its title."""
    yield PRESETS
    yield from (f"  {preset.key:<28}{preset.title}" for preset in presets())


def _unknown(named: str) -> str:
    near = nearest(named, [word for preset in presets() for word in (preset.key, preset.title)])
    first = NEAR.format(word=named, near=near) if near else UNKNOWN.format(word=named)
    return "\n".join((first, *list_presets()))

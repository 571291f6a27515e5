"""What tellers entered and what the scrutineers counted by hand must be the same numbers.

发出 = 收回 + 未收回, 收回 = 有效 + 无效, pile by pile; two names sign for it.
"""

from collections import Counter
from collections.abc import Mapping

from service.boards.collected.actions import Bench, read_agreed
from service.boards.collected.store import PaperPile
from service.settings import Settings
from surveys.keys import GroupKey, UnitKey
from surveys.refusals import Refusal
from surveys.values import Value

LEAST = 2
"""Scrutineers who sign, whatever fewer the rule set asks."""


class Signed(Value, frozen=True):
    """What the scrutineers counted, pile by pile, and who they are."""

    issued: dict[tuple[GroupKey, UnitKey], int]
    returned: dict[tuple[GroupKey, UnitKey], int]
    scrutineers: tuple[str, ...]


def label_of(bench: Bench, group: GroupKey, unit: UnitKey) -> str:
    """A pile as people call it."""
    manifest = bench.row.manifest.read()
    groups = {each.key: each.label for each in manifest.rules.electorate.groups}
    units = {each.key: each.label for each in manifest.appraisees}
    return " · ".join(filter(None, (groups.get(group, group), units.get(unit, ""))))


def balance(settings: Settings, bench: Bench, signed: Signed) -> tuple[PaperPile, ...]:
    """The account of each pile, once every number agrees; otherwise which does not."""
    least = max(LEAST, bench.row.manifest.read().rules.session.tellers)
    if len(set(signed.scrutineers)) < least:
        raise Refusal("session.too_few_scrutineers", least=least)
    unread = sum(sheet.agreed is None for sheet in bench.entered)
    if unread:
        raise Refusal("collected.unread", number=unread)
    entered = Counter((sheet.known.group, sheet.known.unit) for sheet in bench.entered)
    invalid = _invalid(settings, bench)
    return tuple(
        _account(bench, pile, signed, entered=entered, invalid=invalid)
        for pile in ((count.group, count.unit, count.printed) for count in bench.printed)
    )


def _invalid(settings: Settings, bench: Bench) -> Counter[tuple[GroupKey, UnitKey]]:
    survey = bench.row.survey_id
    return Counter(
        (sheet.known.group, sheet.known.unit)
        for sheet in bench.entered
        if not read_agreed(settings, survey, sheet).valid
    )


def _account(
    bench: Bench,
    pile: tuple[GroupKey, UnitKey, int],
    signed: Signed,
    *,
    entered: Mapping[tuple[GroupKey, UnitKey], int],
    invalid: Mapping[tuple[GroupKey, UnitKey], int],
) -> PaperPile:
    group, unit, printed = pile
    key, label = (group, unit), label_of(bench, group, unit)
    issued, returned = signed.issued.get(key, 0), signed.returned.get(key, 0)
    if returned != entered.get(key, 0):
        raise Refusal(
            "collected.other_return", pile=label, returned=returned, entered=entered.get(key, 0)
        )
    if not returned <= issued <= printed:
        raise Refusal(
            "collected.over_issued", pile=label, issued=issued, printed=printed, returned=returned
        )
    return PaperPile(group, unit, printed, issued, returned, invalid.get(key, 0))

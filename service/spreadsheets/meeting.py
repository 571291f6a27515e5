"""The meeting's numbers (会议情况), and whether they agree with each other and with the rule."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from reports.wording.rule_metrics import BASES
from reports.wording.scoring import CONGRESS, DATE, MEETING, PEOPLE, TITLE
from service.spreadsheets.mistakes import at, wrong
from service.spreadsheets.words import number, plain, shown
from surveys.electorate.mistakes import Mistake, Place
from surveys.electorate.register import Sheet
from surveys.rules.ruleset import Base, RuleSet, Share
from surveys.tally.paper import Gathering

_FIELDS: Final = {word: field for field, word in PEOPLE.items()}
_NEEDS: Final = {
    Base.ROSTER: "entitled",
    Base.INVITED: "invited",
    Base.PRESENT: "present",
    Base.ISSUED: "issued",
}


def is_meeting(sheet: Sheet) -> bool:
    """Whether the sheet tells of the meeting."""
    words = {_label(row[0]) for row in sheet.rows if row}
    return plain(sheet.name) == MEETING or len(words & _FIELDS.keys()) > 1


def read_meeting(sheet: Sheet) -> tuple[Gathering, tuple[Mistake, ...]]:
    """Labels in the first column, what they say in the second."""
    words: dict[str, str] = {}
    numbers: dict[str, int] = {}
    mistakes: list[Mistake] = []
    for row, cells in enumerate(sheet.rows):
        label, said = _label(cells[0]), cells[1] if len(cells) > 1 else ""
        if label in _FIELDS and plain(said):
            found = number(said)
            if found is None:
                mistakes.append(wrong("bad_number", at(sheet, row, 1), word=shown(said)))
            numbers[_FIELDS[label]] = found or 0
        elif label in (CONGRESS, TITLE, DATE):
            words[label] = shown(said)
    day = _day(words.get(DATE, ""))
    if day is None:
        place = Place(sheet=sheet.name, row=0)
        mistakes.append(wrong("bad_date", place, word=words[DATE]))
    gathering = Gathering(
        congress=words.get(CONGRESS, ""), title=words.get(TITLE, ""), date=day or "", **numbers
    )
    return gathering, tuple(mistakes)


def _label(cell: str) -> str:
    """应到人数 is 应到.

    >>> _label("应 到 人数："), _label("收回票数")
    ('应到', '收回')
    """
    return plain(cell).rstrip(":").removesuffix("人数").removesuffix("票数")


def _day(text: str) -> str | None:
    """A date as `2026-03-08`; None where it is none.

    >>> _day("2026年3月8日"), _day("2026-03-08 00:00:00"), _day("去年"), _day("")
    ('2026-03-08', '2026-03-08', None, '')
    """
    words = text.partition("T")[0].partition(" ")[0]
    for mark in "年月/.":
        words = words.replace(mark, "-")
    parts = words.rstrip("日").split("-")
    if not text:
        return ""
    try:
        year, month, day = map(int, parts)
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def check_meeting(
    meeting: Gathering, rules: RuleSet, *, most: int, place: Place
) -> Iterator[Mistake]:
    """What does not agree; `most` ballots were returned for one appraisee."""
    yield from _lacking(meeting, rules, place)
    returned = meeting.returned or most
    if meeting.issued and returned > meeting.issued:
        yield wrong("over_returned", place, returned=returned, issued=meeting.issued)
    if meeting.present and meeting.issued > meeting.present:
        yield wrong("over_issued", place, issued=meeting.issued, present=meeting.present)
    elif meeting.present and not meeting.issued and returned > meeting.present:
        yield wrong("over_issued", place, issued=returned, present=meeting.present)
    expected = meeting.entitled + meeting.invited
    if meeting.entitled and meeting.present > expected:
        yield wrong("over_present", place, present=meeting.present, most=expected)


def _lacking(meeting: Gathering, rules: RuleSet, place: Place) -> Iterator[Mistake]:
    """A base that only the meeting knows must be told: it is never guessed."""
    shares = (metric for metric in rules.metrics if isinstance(metric, Share))
    bases = {rules.base, *(share.base or rules.base for share in shares)}
    for base in Base:
        field = _NEEDS.get(base, "")
        if base not in bases or not field:
            continue
        if base is Base.ISSUED and len(rules.electorate.groups) > 1:
            yield wrong("issued_by_group", place)
        elif not getattr(meeting, field):
            word = PEOPLE[field]
            yield wrong("need_number", place, base=BASES[base], field=word, option=field)

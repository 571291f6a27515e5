"""A filled-in workbook becomes what was entered from paper, or every mistake in it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import msgspec

from reports.wording.scoring import MEETING, UNREAD
from service.spreadsheets.ballot_table import read_ballots
from service.spreadsheets.count_header import find_header
from service.spreadsheets.count_table import Entered, read_counts
from service.spreadsheets.departments import Departments, is_list, read_list
from service.spreadsheets.meeting import check_meeting, is_meeting, read_meeting
from service.spreadsheets.mistakes import at, wrong
from service.spreadsheets.words import Lexicon, lexicon, plain, shown
from surveys.appraisal.plan import Appraisee
from surveys.electorate.mistakes import Mistake, Place
from surveys.electorate.register import Sheet
from surveys.keys import AppraiseeKey, GroupKey
from surveys.rules.ruleset import RuleSet
from surveys.tally.paper import Gathering, Paper
from surveys.tally.sheet_lines import BallotLine

MOST_COLUMNS: Final = 1000
"""A hundred departments by ten items; Excel itself stops at 16,384."""


def read_score_sheet(
    sheets: Iterable[Sheet], rules: RuleSet, *, told: Gathering | None = None
) -> Paper | tuple[Mistake, ...]:
    """Read everything, then say everything that is wrong. `told` goes before what the sheet says.

    A CSV has no sheet for the meeting, so that its numbers are told beside it.
    """
    read = [_even(sheet) for sheet in sheets if _is_read(sheet)]
    mistakes: list[Mistake] = []
    listed: tuple[Appraisee, ...] = ()
    meeting, place = Gathering(), Place(sheet=MEETING, row=0)
    votes: list[Sheet] = []
    for sheet in read:
        if is_list(sheet):
            listed, wrongs = read_list(sheet)
            mistakes += wrongs
        elif is_meeting(sheet):
            meeting, wrongs = read_meeting(sheet)
            place = at(sheet)
            mistakes += wrongs
        else:
            votes.append(sheet)
    meeting = _over(meeting, told)
    table = _Votes(lexicon(rules), Departments(listed), meeting)
    paper, wrongs = table.read(votes)
    mistakes += wrongs
    most = _most(paper)
    if paper.ballots or paper.counts:
        if paper.counts and 0 < meeting.returned < most:
            mistakes.append(wrong("over_table", place, most=most, returned=meeting.returned))
        mistakes += check_meeting(meeting, rules, most=most, place=place)
    order = {sheet.name: number for number, sheet in enumerate(read)}
    mistakes.sort(key=lambda m: (order.get(m.sheet, -1), m.row, len(m.column), m.column))
    return tuple(mistakes) or paper


def _is_read(sheet: Sheet) -> bool:
    named = plain(sheet.name)
    return not any(word in named for word in UNREAD) and any(
        plain(cell) for row in sheet.rows for cell in row
    )


def _even(sheet: Sheet) -> Sheet:
    """Rows of one length: a CSV cuts them where the last word stands."""
    width = max(len(row) for row in sheet.rows)
    rows = tuple((*row, *("",) * (width - len(row))) for row in sheet.rows)
    return Sheet(shown(sheet.name), rows, sheet.first)


def _over(meeting: Gathering, told: Gathering | None) -> Gathering:
    given = {
        field: value
        for field, value in (msgspec.structs.asdict(told) if told else {}).items()
        if value
    }
    return msgspec.structs.replace(meeting, **given)


class _Votes:
    """The one sheet with votes among those of a workbook."""

    def __init__(self, words: Lexicon, departments: Departments, meeting: Gathering) -> None:
        self.words, self.departments, self.meeting = words, departments, meeting

    def read(self, sheets: Sequence[Sheet]) -> tuple[Paper, list[Mistake]]:
        """What was entered, and what is wrong with it."""
        lines: list[BallotLine] = []
        entered: list[Entered] = []
        mistakes: list[Mistake] = []
        used: list[Sheet] = []
        for sheet in sheets:
            if find_header(sheet, self.words) is not None:
                found, wrongs = read_counts(sheet, self.words, self.departments)
                entered += found
                wrongs += self._check_counts(found, whole=not wrongs)
            else:
                found, wrongs = read_ballots(sheet, self.words, self.departments)
                lines += found
                wrongs += self._check_ballots(sheet, len(found))
            mistakes += wrongs
            used += [sheet] if found or wrongs else []
        if len(used) > 1:
            mistakes.append(wrong("both_filled", at(used[0]), other=used[1].name))
        if not used:
            place = at(sheets[0]) if sheets else Place(sheet=MEETING, row=0)
            mistakes.append(wrong("no_votes", place))
        paper = Paper(
            appraisees=self.departments.all(),
            meeting=self.meeting,
            ballots=tuple(lines),
            counts=tuple(each.line for each in entered),
        )
        return self._filled(paper), mistakes

    def _filled(self, paper: Paper) -> Paper:
        """Lines that leave the returned open have the meeting's, where that is one number."""
        if not self.meeting.returned or len(self.words.rules.electorate.groups) > 1:
            return paper
        counts = tuple(
            msgspec.structs.replace(line, returned=self.meeting.returned)
            if line.returned is None
            else line
            for line in paper.counts
        )
        return msgspec.structs.replace(paper, counts=counts)

    def _check_ballots(self, sheet: Sheet, number: int) -> Iterator[Mistake]:
        returned = self.meeting.returned
        if number and returned and number != returned:
            yield wrong("other_returned", at(sheet), returned=returned, number=number)

    def _check_counts(self, entered: Sequence[Entered], *, whole: bool) -> Iterator[Mistake]:
        """Each line balances, those of one department agree; `whole`: no line was left out."""
        labels = {each.key: each.label for each in self.departments.all()}
        first: dict[tuple[AppraiseeKey, GroupKey], Entered] = {}
        seen: dict[tuple[AppraiseeKey, GroupKey, str], int] = {}
        for each in entered:
            line = each.line
            pile, cell = (line.appraisee, line.group), (line.appraisee, line.group, line.item)
            if cell in seen:
                label = labels[line.appraisee]
                yield wrong("line_twice", each.place, word=label, first=seen[cell])
                continue
            seen[cell] = each.place.row
            before = first.setdefault(pile, each)
            yield from self._balance(each, before)
        if whole:
            yield from self._missing(first, seen)

    def _balance(self, each: Entered, before: Entered) -> Iterator[Mistake]:
        line, other = each.line, before.line
        same = (line.returned, line.spoiled, line.abstained)
        if same != (other.returned, other.spoiled, other.abstained):
            yield wrong("other_slips", each.place, first=before.place.row)
        alone = len(self.words.rules.electorate.groups) == 1
        returned = line.returned
        if returned is None and alone:
            returned = self.meeting.returned or None
        if returned is None:
            return
        summed = sum(line.counts.values()) + line.spoiled + line.abstained
        data = {"returned": returned, "summed": summed, "gap": abs(returned - summed)}
        if summed > returned:
            yield wrong("over", each.place, **data)
        elif summed < returned and len(self.words.rules.items) == 1:
            yield wrong("short", each.place, **data)

    def _missing(
        self,
        first: dict[tuple[AppraiseeKey, GroupKey], Entered],
        seen: dict[tuple[AppraiseeKey, GroupKey, str], int],
    ) -> Iterator[Mistake]:
        """A line for every item, else the item would look as if nobody had marked it."""
        labels = {each.key: each.label for each in self.departments.all()}
        for (appraisee, group), each in first.items():
            for item in self.words.rules.items:
                if (appraisee, group, item.key) not in seen:
                    word = labels[appraisee]
                    yield wrong("missing_item", each.place, word=word, item=item.label)


def _most(paper: Paper) -> int:
    """The most ballots returned for one appraisee."""
    if paper.ballots:
        return len(paper.ballots)
    piles: dict[AppraiseeKey, dict[GroupKey, int]] = {}
    for line in paper.counts:
        summed = sum(line.counts.values()) + line.spoiled + line.abstained
        groups = piles.setdefault(line.appraisee, {})
        groups[line.group] = max(groups.get(line.group, 0), line.returned or summed)
    return max((sum(groups.values()) for groups in piles.values()), default=0)

"""A rule set becomes an .xlsx to fill in: ballots one by one or counts, the meeting, the rule.

Every word is written as text: a department called `=1+1` is a name, never a formula.
"""

import io
from collections.abc import Sequence
from typing import Any, Final

import xlsxwriter
from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

from reports.wording.rule_aftermath import CLASSES
from reports.wording.rules import say_rules
from reports.wording.scoring import (
    APPRAISEE,
    BALLOTS,
    CLASS,
    CONGRESS,
    COUNT_COLUMNS,
    COUNTS,
    DATE,
    DATE_EXAMPLE,
    DEPARTMENT,
    GROUP,
    HOW_TO,
    ITEM,
    LIST,
    MEETING,
    PEOPLE,
    POINTS_ONLY,
    RULES,
    SERIAL,
    STEPS,
    TITLE,
    UNITS,
)
from surveys.rules import scale
from surveys.rules.ruleset import Item, RuleSet

ROWS: Final = 500
"""Rows with drop-downs; below them one may go on typing."""
_CHOICES: Final = 3
"""Column of the rule's sheet from which the drop-downs are fed, hidden."""


def write_template(rules: RuleSet, departments: Sequence[str]) -> bytes:
    """A workbook to fill in. Without known departments there are places to name them."""
    names = tuple(departments) or tuple(DEPARTMENT.format(number=number) for number in range(1, 5))
    written = io.BytesIO()
    book: Any = xlsxwriter.Workbook(written, {"in_memory": True, "strings_to_formulas": False})
    try:
        _Template(book, rules, names).write()
    finally:
        book.close()
    return written.getvalue()


class _Template:
    """The sheets of one workbook; they share formats and the lists behind the drop-downs."""

    def __init__(self, book: Any, rules: RuleSet, names: Sequence[str]) -> None:  # noqa: ANN401 -- xlsxwriter is untyped
        self.book, self.rules, self.names = book, rules, names
        self.head = book.add_format(
            {"bold": True, "bg_color": "#f1ece3", "border": 1, "align": "center"}
            | {"valign": "vcenter", "text_wrap": True, "num_format": "@"}
        )
        self.text = book.add_format({"num_format": "@", "align": "center"})
        self.score = book.add_format({"num_format": "0", "align": "center"})
        self.cell = book.add_format({"num_format": "@", "border": 1, "align": "center"})
        self.number = book.add_format({"num_format": "0", "border": 1, "align": "center"})
        self.total = book.add_format({"num_format": "0", "border": 1, "font_color": "#6b6259"})
        self.left = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        self.grouped = len(rules.electorate.groups) > 1
        self.lists: dict[str, str] = {}

    def write(self) -> None:
        """All sheets; the how-to stands first because it is seen first."""
        how, meeting = self.book.add_worksheet(HOW_TO), self.book.add_worksheet(MEETING)
        ballots = self.book.add_worksheet(BALLOTS)
        counts = None if self.rules.points else self.book.add_worksheet(COUNTS)
        listed = self.book.add_worksheet(LIST) if self._classed() else None
        self._rule(self.book.add_worksheet(RULES))
        self._how(how)
        self._meeting(meeting)
        self._ballots(ballots)
        if counts is not None:
            self._counts(counts)
        if listed is not None:
            self._list(listed)
        meeting.activate()

    def _classed(self) -> bool:
        ranking = self.rules.ranking
        within = ranking is not None and ranking.within_class
        return within or bool(self.rules.electorate.weights_by_class)

    def _rule(self, sheet: Any) -> None:  # noqa: ANN401
        """The rule in words; beside it, hidden, what the drop-downs offer."""
        sheet.set_column(0, 0, 100, self.left)
        for row, line in enumerate(say_rules(self.rules)):
            sheet.write_string(row, 0, line, self.left)
        lists = {
            GROUP: [group.label for group in self.rules.electorate.groups],
            CLASS: list(CLASSES.values()),
        } | {item.key: self._options(item) for item in self.rules.items}
        for column, (name, words) in enumerate(lists.items(), _CHOICES):
            for row, word in enumerate(words):
                sheet.write_string(row, column, word)
            last = max(len(words) - 1, 0)
            self.lists[name] = f"='{RULES}'!{xl_range_abs(0, column, last, column)}"
        sheet.set_column(_CHOICES, _CHOICES + len(lists) - 1, None, None, {"hidden": True})

    def _options(self, item: Item) -> list[str]:
        may = scale.allowed(self.rules, item)
        return [option.label for option in scale.words(self.rules) if option.key in may]

    def _how(self, sheet: Any) -> None:  # noqa: ANN401
        sheet.set_column(0, 0, 96, self.left)
        sheet.hide_gridlines(2)
        sheet.write_string(0, 0, self.rules.title, self.head)
        steps = [step for step in STEPS if "{counts}" not in step or not self.rules.points]
        if self.rules.points:
            steps.insert(3, POINTS_ONLY)
        words = {"meeting": MEETING, "ballots": BALLOTS, "counts": COUNTS, "rules": RULES}
        for row, step in enumerate(steps, 2):
            sheet.write_string(row, 0, step.format(**words, key=self.rules.key), self.left)

    def _meeting(self, sheet: Any) -> None:  # noqa: ANN401
        sheet.set_column(0, 0, 14)
        sheet.set_column(1, 1, 36)
        sheet.set_column(2, 2, 48)
        for row, label in enumerate((CONGRESS, TITLE, DATE)):
            sheet.write_string(row, 0, label, self.head)
            sheet.write_blank(row, 1, None, self.cell)
        sheet.write_string(2, 2, DATE_EXAMPLE)
        for row, (field, label) in enumerate(PEOPLE.items(), 3):
            sheet.write_string(row, 0, label, self.head)
            sheet.write_blank(row, 1, None, self.number)
            sheet.write_string(row, 2, UNITS[field])
            sheet.data_validation(row, 1, row, 1, _whole(0, 9_999_999))

    def _ballots(self, sheet: Any) -> None:  # noqa: ANN401
        items = self.rules.items
        two = len(items) > 1
        leads = [SERIAL, *([GROUP] if self.grouped else [])]
        for column, label in enumerate(leads):
            self._merge(sheet, (0, column, int(two), column), label)
        sheet.set_column(0, len(leads) - 1, 8, self.text)
        if self.grouped:
            self._offer(sheet, 1, GROUP, first=1 + two)
        for number, name in enumerate(self.names):
            start = len(leads) + number * len(items)
            self._merge(sheet, (0, start, 0, start + len(items) - 1), name)
            for column, item in enumerate(items, start):
                if two:
                    sheet.write_string(1, column, item.label, self.head)
                # A score typed into a text cell would be no number to its own check.
                sheet.set_column(column, column, 13, self.score if self.rules.points else self.text)
                self._offer(sheet, column, item.key, first=1 + two)
        sheet.set_row(0, 34)
        sheet.freeze_panes(1 + two, len(leads))

    def _offer(self, sheet: Any, column: int, name: str, *, first: int) -> None:  # noqa: ANN401
        """A drop-down that warns and does not forbid: a double mark is typed, not chosen."""
        points = self.rules.points
        if points and name not in (GROUP, CLASS):
            check = _whole(points.low, points.high)
        else:
            check = {"validate": "list", "source": self.lists[name], "error_type": "warning"}
        sheet.data_validation(first, column, first + ROWS, column, check)

    def _merge(self, sheet: Any, place: tuple[int, int, int, int], label: str) -> None:  # noqa: ANN401
        top, left, bottom, right = place
        if (top, left) == (bottom, right):
            sheet.write_string(top, left, label, self.head)
        else:
            sheet.merge_range(top, left, bottom, right, "", self.head)
            sheet.write_string(top, left, label, self.head)

    def _counts(self, sheet: Any) -> None:  # noqa: ANN401
        many = len(self.rules.items) > 1
        leads = [APPRAISEE, *([GROUP] if self.grouped else []), *([ITEM] if many else [])]
        options = [option.label for option in scale.words(self.rules)]
        for column, label in enumerate((*leads, *options, *COUNT_COLUMNS)):
            sheet.write_string(0, column, label, self.head)
            sheet.set_column(column, column, 18 if column < len(leads) else 10)
        sheet.set_column(0, 0, 26)
        groups = [group.label for group in self.rules.electorate.groups] if self.grouped else [""]
        items = [item.label for item in self.rules.items] if many else [""]
        rows = [(n, g, i) for n in self.names for g in groups for i in items]
        for row, (name, group, item) in enumerate(rows, 1):
            words = [word for word in (name, group, item) if word]
            for column, word in enumerate(words):
                sheet.write_string(row, column, word, self.cell)
            last = len(leads) + len(options) + len(COUNT_COLUMNS) - 1
            for column in range(len(leads), last):
                sheet.write_blank(row, column, None, self.number)
            self._sum(sheet, row, len(leads), len(options))
        sheet.data_validation(
            1, len(leads), ROWS, len(leads) + len(options) + 2, _whole(0, 9_999_999)
        )
        sheet.set_row(0, 34)
        sheet.freeze_panes(1, len(leads))

    def _sum(self, sheet: Any, row: int, start: int, options: int) -> None:  # noqa: ANN401
        """合计 of all the piles, for the eye: it should equal 收回."""
        first = xl_rowcol_to_cell(row, start)
        last = xl_rowcol_to_cell(row, start + options - 1)
        unmarked = xl_rowcol_to_cell(row, start + options + 1)
        spoiled = xl_rowcol_to_cell(row, start + options + 2)
        formula = f"=SUM({first}:{last},{unmarked},{spoiled})"
        sheet.write_formula(row, start + options + 3, formula, self.total)

    def _list(self, sheet: Any) -> None:  # noqa: ANN401
        sheet.set_column(0, 0, 30)
        sheet.set_column(1, 1, 12)
        for column, label in enumerate((APPRAISEE, CLASS)):
            sheet.write_string(0, column, label, self.head)
        for row, name in enumerate(self.names, 1):
            sheet.write_string(row, 0, name, self.cell)
            sheet.write_blank(row, 1, None, self.cell)
        self._offer(sheet, 1, CLASS, first=1)
        sheet.freeze_panes(1, 0)


def _whole(low: int, high: int) -> dict[str, object]:
    return {
        "validate": "integer",
        "criteria": "between",
        "minimum": low,
        "maximum": high,
        "error_type": "warning",
    }

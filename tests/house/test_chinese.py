"""Chinese that people read stands in templates and `reports/`; the other rooms hold no sentences.

What the core and the banks may hold is Chinese that is read, not said: words in files people bring,
names on ready-made plans, a town to show. Whatever they tell somebody is a name from
`reports/wording/`.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HAN = re.compile(r"[\u4e00-\u9fff]")

ALLOWED = {
    "service/demonstration/": "a made-up town and what its people say",
    "service/interchange/xlsform/languages.py": "how files of others name the language",
    "service/outside/outbox.py": "a letter to nobody, as long as one to somebody",
    "service/spreadsheets/meeting.py": "dates and labels as people type them",
    "service/spreadsheets/questionnaire_sheet.py": "hints as people type them",
    "service/spreadsheets/words.py": "numbers and units as people type them",
    "surveys/appraisal/": "what stands on a ballot, and the ready-made plans",
    "surveys/electorate/": "headings and words of a roll as people type them",
    "surveys/poll.py": "the group of an open link, as its manifest names it",
    "surveys/questionnaire/paste/": "questionnaires as people type them, written the same way",
    "surveys/questionnaire/presets.py": "ready-made questionnaires",
    "surveys/rules/": "words looked for in the text of a rule",
    "surveys/statistics/words.py": "words too common to count",
}
"""Rooms and files outside `reports/` that hold Chinese, and what it is there."""


def sentences(tree: ast.AST) -> Iterator[ast.Constant]:
    """Strings of a module that are no docstrings."""
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node


@cache
def found() -> tuple[str, ...]:
    """`file:line` of every Chinese string outside `reports/`."""
    files = (
        path for room in ("surveys", "service") for path in sorted((ROOT / room).rglob("*.py"))
    )
    return tuple(
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in files
        if HAN.search(source := path.read_text("utf-8"))
        for node in sentences(ast.parse(source))
        if HAN.search(str(node.value))
    )


def test_what_people_are_told_stands_in_templates_and_reports() -> None:
    assert [place for place in found() if not place.startswith(tuple(ALLOWED))] == []


def test_every_room_that_may_hold_chinese_does() -> None:
    assert [room for room in ALLOWED if not any(p.startswith(room) for p in found())] == []

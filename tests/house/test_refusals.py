"""Every refusal has its sentence, every sentence a refusal, and who refuses gives the data."""

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from reports.wording import refusals, starting
from surveys.refusals import STATUS, Refusal

ROOT = Path(__file__).resolve().parents[2]
TABLES = {"Refusal": refusals.SENTENCES, "CannotStart": starting.SENTENCES}


def the_calls() -> Iterator[tuple[str, ast.Call]]:
    """Each place that refuses, with `file:line`."""
    for package in ("surveys", "reports", "service"):
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                match node:
                    case ast.Call(func=ast.Name(id=name)) if name in TABLES:
                        yield f"{path.relative_to(ROOT)}:{node.lineno}", node
                    case _:
                        pass


def the_fields(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def test_every_refusal_has_a_sentence_and_every_sentence_a_refusal() -> None:
    assert refusals.SENTENCES.keys() == STATUS.keys()


@pytest.mark.parametrize("table", TABLES)
def test_a_sentence_ends_like_one_and_names_its_data(table: str) -> None:
    for code, sentence in TABLES[table].items():
        assert sentence.endswith(("。", "{complaints}")), code
        assert all(name.isidentifier() for name in the_fields(sentence)), code


def test_whoever_refuses_gives_what_the_sentence_says() -> None:
    lacking = {}
    for place, call in the_calls():
        if not (call.args and isinstance(call.args[0], ast.Constant)):
            continue  # the code is passed on: whoever made it was read here too
        table = TABLES[call.func.id]  # type: ignore[union-attr]
        code = call.args[0].value
        given = {keyword.arg for keyword in call.keywords}
        if None not in given and (missing := the_fields(table[code]) - given):
            lacking[place] = (code, missing)
    assert lacking == {}


def test_a_refusal_chosen_at_run_time_needs_no_data_but_what_every_such_place_gives() -> None:
    literal, passed = set(), set()
    for _, call in the_calls():
        if call.args and isinstance(call.args[0], ast.Constant):
            literal.add(call.args[0].value)
        else:
            passed |= {keyword.arg for keyword in call.keywords}
    chosen = {
        code: wanted
        for table in TABLES.values()
        for code, sentence in table.items()
        if code not in literal and (wanted := the_fields(sentence) - passed)
    }
    assert chosen == {}


def test_no_sentence_waits_for_a_refusal_that_nobody_makes() -> None:
    made = {
        node.value
        for package in ("surveys", "reports", "service")
        for path in (ROOT / package).rglob("*.py")
        if path.name not in {"refusals.py", "starting.py"}
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert {code for table in TABLES.values() for code in table} - made == set()


def test_what_a_decoder_says_is_told_in_chinese() -> None:
    raw = "Expected `int`, got `str` - at `$.quorum`"
    raised = [
        Refusal(code, detail=raw)
        for code, words in refusals.SENTENCES.items()
        if "{detail}" in words
    ]
    assert raised
    assert [each.code for each in raised if "Expected" in refusals.explain(each)] == []

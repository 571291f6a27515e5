"""Files people break, told to them in Chinese: where, and what should stand there."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from reports.wording.faults import UNCLEAR, say_fault
from reports.wording.refusals import explain
from surveys import canonical
from surveys.questionnaire.form import Questionnaire
from surveys.refusals import Refusal
from surveys.rules.ruleset import RuleSet
from tests import builders

ENGLISH = re.compile(r"[A-Za-z]{2,}(?:[ ,'`]+[A-Za-z]{2,}){2,}")
"""Three words in a row: the library speaks, not the house."""
WRONG = (7, "", [], None, 1.5)
Way = Callable[[Any], None]


def refused(data: bytes | str, kind: type[Any] = RuleSet) -> str | None:
    """What is said of a rule set file that cannot be read."""
    try:
        canonical.decode(data, kind, code="rules.malformed")
    except Refusal as refusal:
        return explain(refusal)
    return None


def places(tree: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    match tree:
        case dict():
            for key, each in tree.items():
                yield from places(each, (*path, key))
        case list():
            for number, each in enumerate(tree):
                yield from places(each, (*path, number))
        case _:
            pass
    if path:
        yield path


def broken(whole: bytes) -> Iterator[str]:
    """The file with one place of it lost, doubled under another name, or of another kind."""
    for path in places(json.loads(whole)):
        for wrong in (*WRONG, ...):
            tree = json.loads(whole)
            inside = tree
            for step in path[:-1]:
                inside = inside[step]
            if wrong is ...:
                del inside[path[-1]]
            else:
                inside[path[-1]] = wrong
            yield json.dumps(tree, ensure_ascii=False)
        if isinstance(path[-1], str):
            inside["多的"] = 1
            yield json.dumps(tree, ensure_ascii=False)


@pytest.mark.parametrize(
    ("whole", "kind"),
    [
        (canonical.encode(builders.a_rule_set()), RuleSet),
        (canonical.encode(builders.a_form()), Questionnaire),
    ],
)
def test_whatever_is_broken_in_a_file_the_sentence_is_chinese_and_says_what(
    whole: bytes, kind: type[Any]
) -> None:
    said = {words for data in broken(whole) if (words := refused(data, kind))}
    assert len(said) > 100
    assert [words for words in said if ENGLISH.search(words) or UNCLEAR in words] == []


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "文件不完整，后面断了"),
        (b"\xff\xfe{\x00", "不是 JSON 的写法"),
        (b'{\n  "title": "x",\n  "sections": [,]\n}\n', "第 3 行不是 JSON 的写法"),
        ('{"title": "计票"}'.encode("gbk"), "文字不是 UTF-8 编码"),
        (b"[]", "应当是一组项目（{…}），写的是一列（[…]）"),
        (b'{"sections": [{"q": 1}]}', "$.sections[0] 处多了“q”这一项"),
    ],
)
def test_a_file_that_is_none_is_told_by_line_or_place(data: bytes, words: str) -> None:
    said = refused(data, Questionnaire) or ""
    assert words in said
    assert not ENGLISH.search(said)


def test_what_the_decoder_never_said_before_is_not_passed_on() -> None:
    assert say_fault("Something nobody here has seen - at `$.a`") == f"$.a 处{UNCLEAR}"

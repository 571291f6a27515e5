"""Official numbers are integers and fractions: no float is written or made on their path."""

import ast
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import msgspec
import pytest

from surveys.rules.presets import presets
from surveys.rules.ruleset import RuleSet
from surveys.rules.scale import scores
from tests.tallies import result_of

ROOT = Path(__file__).parents[3]
PATH = sorted(
    file
    for folder in ("surveys/rules", "surveys/tally", "surveys/verification")
    for file in (ROOT / folder).rglob("*.py")
)


def _floats(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Constant(value=float() | complex()):
                yield ast.unparse(node)
            case ast.Name(id="float" | "round" | "complex"):
                yield node.id
            case ast.Import(names=names) if any(name.name == "math" for name in names):
                yield "math"
            case ast.ImportFrom(module="statistics" | "decimal"):
                yield ast.unparse(node)
            case _:
                pass


@pytest.mark.parametrize("file", PATH, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_float_is_written_on_the_official_path(file: Path) -> None:
    assert list(_floats(file.read_text("utf-8"))) == []


def test_the_search_finds_floats_where_there_are_some() -> None:
    source = "x = 0.5\ny = float('1')\nz = round(1)\nimport math\nfrom decimal import Decimal"
    assert len(list(_floats(source))) == 5


@pytest.mark.parametrize("rules", presets(), ids=lambda rules: rules.key)
def test_no_float_comes_out_of_any_preset(rules: RuleSet) -> None:
    labels = [option.label for option in rules.options] or [*scores(rules)[-3:]]
    counts = {label: 3 + at for at, label in enumerate(labels)}
    grouped = {group.key: counts for group in rules.electorate.groups}
    rules = msgspec.structs.replace(
        rules, items=tuple(msgspec.structs.replace(item, options=()) for item in rules.items)
    )
    result = result_of(rules, grouped)
    leaves = list(_leaves(msgspec.to_builtins(result, builtin_types=(Fraction,), enc_hook=_keep)))
    assert any(isinstance(leaf, Fraction) for leaf in leaves)
    assert not any(isinstance(leaf, float) for leaf in leaves)


def _keep(value: object) -> object:
    return value


def _leaves(value: Any) -> Iterator[object]:
    match value:
        case dict():
            for inner in value.values():
                yield from _leaves(inner)
        case list() | tuple():
            for inner in value:
                yield from _leaves(inner)
        case _:
            yield value

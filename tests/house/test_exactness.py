"""The official path counts in integers and fractions, and nobody but the clock asks the time."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OFFICIAL = ("surveys/rules", "surveys/tally", "surveys/verification", "surveys/ballots")


def the_trees(*folders: str) -> list[tuple[Path, ast.Module]]:
    paths = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return [(path.relative_to(ROOT), ast.parse(path.read_text("utf-8"))) for path in paths]


def is_a_float(node: ast.AST) -> bool:
    match node:
        case ast.Constant(value=float()):
            return True
        case ast.Name(id="float"):
            return True
        case ast.BinOp(op=ast.Div(), left=ast.Constant(value=int())):
            return True
        case _:
            return False


@pytest.mark.parametrize("folder", OFFICIAL)
def test_no_float_takes_part_in_an_official_number(folder: str) -> None:
    trees = the_trees(folder)
    assert len(trees) > 1
    found = [
        f"{path}:{node.lineno}"  # type: ignore[attr-defined]
        for path, tree in trees
        for node in ast.walk(tree)
        if is_a_float(node)
    ]
    assert found == []


def test_only_the_clock_asks_the_time() -> None:
    asking = {
        str(path)
        for path, tree in the_trees("surveys", "reports", "service")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in {"now", "utcnow", "today"}
        and isinstance(node.value, ast.Name)
        and node.value.id in {"datetime", "date"}
    }
    assert asking == {"service/clock.py"}

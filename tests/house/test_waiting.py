"""Tests wait for what happens, never for a clock, and never by a way the pages forbid."""

import ast

import pytest

from tests.house.test_exactness import the_trees

MEASURED = ("tests/benchmarks", "tests/pictures")
"""Run by hand, on a machine that has nothing else to do."""


@pytest.mark.parametrize(
    ("way", "allowed"),
    [
        # Playwright asks a string again and again by eval. The first time the debugger lets it
        # through, the second time the page's own content policy does not: it fails only on a
        # slow machine.
        ("wait_for_function", ()),
        # Nothing happens for a while on a busy machine, too.
        ("wait_for_timeout", MEASURED),
        # A window that is opened anywhere else has Playwright's own patience: half a minute.
        ("new_context", ("tests/browsers.py", *MEASURED)),
    ],
)
def test_no_test_waits_in_a_way_that_fails_on_a_slow_machine(
    way: str, allowed: tuple[str, ...]
) -> None:
    trees = the_trees("tests")
    assert len(trees) > 100
    found = [
        f"{path}:{node.lineno}"
        for path, tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == way
        if not path.as_posix().startswith(allowed)
    ]
    assert found == []

"""Tests wait for what happens, never for a clock, and never by a way the pages forbid."""

import ast

from tests.house.test_exactness import the_trees

# Playwright asks a string again and again by eval. The first time the debugger lets it through,
# the second time the page's own content policy does not: it fails only on a slow machine.
FORBIDDEN = {"wait_for_function"}


def test_no_test_waits_for_a_string_that_the_content_policy_forbids() -> None:
    trees = the_trees("tests")
    assert len(trees) > 100
    found = [
        f"{path}:{node.lineno}"
        for path, tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in FORBIDDEN
    ]
    assert found == []

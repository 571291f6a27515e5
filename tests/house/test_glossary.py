"""One name for one thing: the synonyms that GLOSSARY.md forbids occur in no identifier."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FORBIDDEN = {
    "delegate": "deputy",
    "delegates": "deputy",
    "representative": "deputy",
    "representatives": "deputy",
    "candidate": "appraisee",
    "candidates": "appraisee",
    "elector": "voter",
    "quiz": "questionnaire",
}


NO_NOUNS = {"utils", "util", "common", "helpers", "helper", "manager", "managers", "misc", "lib"}


def the_identifiers(path: Path) -> Iterator[str]:
    if path.suffix == ".sql":
        text = re.sub(r"--.*|'[^']*'", "", path.read_text("utf-8"))
        yield from re.findall(r"[a-z_]+", text)
        return
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name
            case ast.ClassDef(name=name) | ast.arg(arg=name):
                yield name
            case ast.Name(id=name, ctx=ast.Store()):
                yield name
            case _:
                pass


def the_words(identifier: str) -> list[str]:
    """`WeightingGroup` and `weighting_group` are the same two words."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", identifier).lower().strip("_").split("_")


def the_sources() -> list[Path]:
    python = [p for top in ("surveys", "reports", "service") for p in (ROOT / top).rglob("*.py")]
    return sorted([*python, *(ROOT / "sql").rglob("*.sql")])


@pytest.fixture(scope="module")
def named() -> dict[str, set[str]]:
    """Each word that occurs in an identifier, and where."""
    places: dict[str, set[str]] = {}
    for path in the_sources():
        for identifier in (path.stem, *the_identifiers(path)):
            for word in the_words(identifier):
                places.setdefault(word, set()).add(f"{path.relative_to(ROOT)}: {identifier}")
    return places


@pytest.mark.parametrize("word", FORBIDDEN)
def test_a_forbidden_synonym_names_nothing(word: str, named: dict[str, set[str]]) -> None:
    assert named.get(word, set()) == set(), f"say “{FORBIDDEN[word]}”"


def test_every_package_of_the_glossary_file_is_really_read() -> None:
    assert len(the_sources()) > 60


def test_no_room_is_called_by_what_is_no_noun_of_the_field() -> None:
    rooms = {part for path in the_sources() for part in path.relative_to(ROOT).parts}
    assert {room for room in rooms if NO_NOUNS & set(the_words(room.split(".")[0]))} == set()


def test_the_glossary_names_each_forbidden_word() -> None:
    glossary = (ROOT / "GLOSSARY.md").read_text("utf-8")
    assert [word for word in FORBIDDEN if f"~~{word}~~" not in glossary] == []

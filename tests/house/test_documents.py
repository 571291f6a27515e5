"""Every path, command and link that the documents name exists."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.cli.commands import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
TOPS = ("surveys/", "reports/", "service/", "sql/", "tests/", "docs/", ".ci/")
DOCUMENTS = sorted(
    path.relative_to(ROOT).as_posix() for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
)


def the_text(document: str) -> str:
    return (ROOT / document).read_text("utf-8")


def the_paths(text: str) -> Iterator[str]:
    """What stands in backquotes and begins like a path of ours, `:function` and globs apart."""
    for quoted in re.findall(r"`([^`\n]+)`", text):
        if quoted.startswith(TOPS) and not re.search(r"[<>*… {}]|NNNN", quoted):
            yield quoted


def exists(named: str) -> bool:
    path, _, function = named.partition(":")
    file = ROOT / path
    if not file.exists():
        return False
    return not function or re.search(rf"^\s*(?:async )?(?:def|class) {function}\b|^{function}\b",
                                     file.read_text("utf-8"), re.MULTILINE) is not None  # fmt: skip


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_path_in_a_document_exists(document: str) -> None:
    assert [path for path in the_paths(the_text(document)) if not exists(path)] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_in_a_document_leads_somewhere(document: str) -> None:
    here = (ROOT / document).parent
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", the_text(document))
    assert [link for link in links if "://" not in link and not (here / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_command_in_a_document_exists(document: str) -> None:
    named = set(re.findall(r"\./minping +([a-z][a-z-]*)", the_text(document)))
    assert named - {command.name for command in COMMANDS} - {"setup"} == set()


def test_the_first_paragraph_of_the_architecture_walks_through_real_files() -> None:
    opening = the_text("ARCHITECTURE.md").split("\n## ")[0]
    assert len(list(the_paths(opening))) > 8


def test_a_path_that_is_not_there_is_noticed() -> None:
    assert not exists("surveys/nothing.py")
    assert not exists("surveys/refusals.py:nothing")
    assert exists("surveys/refusals.py:Refusal")


@pytest.mark.parametrize("decision", sorted((ROOT / "docs/decisions").glob("*.md")), ids=str)
def test_a_decision_has_its_five_parts(decision: Path) -> None:
    heads = re.findall(r"^## (.+)$", decision.read_text("utf-8"), re.MULTILINE)
    assert heads == ["Context", "Decision", "Consequences", "Alternatives", "References"]


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = [int(path.name[:4]) for path in sorted((ROOT / "docs/decisions").glob("*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))

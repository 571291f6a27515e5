"""A page of ours needs no other origin, and no file names a machine or a package registry."""

import os
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOT_OURS = {".git", ".venv", "var", "__pycache__", ".hypothesis"}
BINARY = {".png", ".jpg", ".pdf", ".otf", ".woff2", ".xlsx", ".xls", ".pyc", ".zip"}

# Written in two halves so that this file does not name what it forbids.
MACHINES = re.compile(
    "|".join(
        first + second
        for first, second in (
            ("/wo", r"rk/"),
            ("/ro", r"ot/"),
            ("/Us", r"ers/"),
            (r"/tmp", r"/w/"),
            ("py", r"pi\.org"),
            ("python", r"hosted\."),
            ("npm", r"js\.(org|com)"),
            (r"deb\.", r"debian\.org"),
        )
    )
)
ELSEWHERE = re.compile(
    r"""(?:src|href|action|srcset|poster|data|xlink:href)\s*=\s*["']?\s*(?:https?:)?//"""
    r"""|url\(\s*["']?(?:https?:)?//|@import|fetch\(\s*["'`](?:https?:)?//""",
    re.IGNORECASE,
)


def the_files(*suffixes: str, under: str = ".") -> list[Path]:
    """What comes and goes while tests run beside this one is not even looked into."""
    found: list[Path] = []
    for folder, folders, names in os.walk(ROOT / under):
        folders[:] = [one for one in folders if one not in NOT_OURS and not one.endswith("_cache")]
        found += [
            Path(folder, name)
            for name in names
            if name not in NOT_OURS and not name.startswith(".setup.")
        ]
    return [
        path
        for path in sorted(found)
        if path.suffix not in BINARY and (not suffixes or path.suffix in suffixes)
    ]


def test_no_file_names_a_machine_or_a_registry() -> None:
    named = {
        f"{path.relative_to(ROOT)}:{number}"
        for path in the_files()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if MACHINES.search(line)
    }
    assert named == set()


def test_no_page_style_or_script_asks_another_origin() -> None:
    pages = the_files(".html", ".css", ".js", ".svg", under="service/web")
    assert len(pages) > 5
    asking = {
        f"{path.relative_to(ROOT)}: {found.group()}"
        for path in pages
        for found in ELSEWHERE.finditer(path.read_text("utf-8"))
    }
    assert asking == set()


def test_the_search_for_other_origins_would_find_one() -> None:
    assert ELSEWHERE.search('<script src="//cdn.example/x.js">')
    assert ELSEWHERE.search('<img src="https://example.org/x.png">')
    assert ELSEWHERE.search("background: url(https://example.org/x.png)")
    assert not ELSEWHERE.search('<a href="/results/2026">')

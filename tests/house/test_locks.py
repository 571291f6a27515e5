"""The locks pin everything by hash, agree with each other, and name no place to fetch from."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def the_pins(name: str) -> dict[str, str]:
    text = (ROOT / name).read_text("utf-8")
    return dict(re.findall(r"^([a-z0-9][a-z0-9._-]*)==([^ ;\\]+)", text, re.MULTILINE))


def the_wanted(requirements: list[str]) -> set[str]:
    return {re.split(r"[<>=;\[ ]", line, maxsplit=1)[0].lower() for line in requirements}


def test_a_lock_names_no_address() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        assert "://" not in (ROOT / name).read_text("utf-8"), name


def test_every_pin_has_a_hash() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        for entry in re.split(r"\n(?=[a-z0-9])", (ROOT / name).read_text("utf-8").strip()):
            assert "--hash=sha256:" in entry, entry.splitlines()[0]


def test_the_tests_run_with_what_the_product_runs_with() -> None:
    product, tests = the_pins("requirements.lock"), the_pins("requirements-dev.lock")
    assert {name: tests.get(name) for name in product} == product


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert the_wanted(project["dependencies"]) <= the_pins("requirements.lock").keys()
    ours = {project["name"]}  # the extras, asked for under our own name
    wanted = the_wanted(project["optional-dependencies"]["dev"]) - ours
    assert wanted <= the_pins("requirements-dev.lock").keys()

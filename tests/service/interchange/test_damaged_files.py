"""Cut, flipped, swollen: whatever is sent in, the reader says no, and says it in time."""

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from service.apart import MOST_WORK, PATIENCE, run_apart
from service.interchange.apart import read_apart
from service.interchange.assembling import Read
from service.interchange.reading import read_questionnaire
from service.interchange.writing import write_questionnaire
from surveys.refusals import Refusal
from tests.service.interchange.limesurvey_files import (
    a_part,
    a_question,
    an_answer,
    an_old_file,
)
from tests.service.interchange.rich_form import RICH

FILES = Path(__file__).resolve().parents[2] / "data" / "questionnaires"
CASES = 60
"""Of each file and each sort of damage."""


def the_files() -> list[tuple[str, bytes]]:
    found = [(path.name, path.read_bytes()) for path in sorted(FILES.glob("*/*.*"))]
    found.append(("ours.xlsx", write_questionnaire(RICH, "xlsform")))
    found.append(("ours.json", write_questionnaire(RICH, "surveyjs")))
    found.append(("own.json", write_questionnaire(RICH, "json")))
    lime = an_old_file(
        a_question("1", "L", "Q1"),
        a_question("2", "M", "Q2", relevance='Q1.NAOK == "A1"'),
        answers=[an_answer("1", "A1", "好", 1), an_answer("1", "A2", "差", 2)],
        parts=[a_part("3", "2", "SQ1", "路灯"), a_part("4", "2", "SQ2", "道路")],
    )
    return [*found, ("lime.lss", lime)]


def cut(data: bytearray, chance: random.Random) -> bytes:
    return bytes(data[: chance.randrange(len(data))])


def flip(data: bytearray, chance: random.Random) -> bytes:
    for _ in range(chance.randrange(1, 6)):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(data)


def lose(data: bytearray, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    del data[at : at + chance.randrange(1, 200)]
    return bytes(data)


def repeat(data: bytearray, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    data[at:at] = data[at : at + chance.randrange(1, 200)] * chance.randrange(1, 5)
    return bytes(data)


@pytest.mark.parametrize("damage", [cut, flip, lose, repeat])
def test_a_damaged_file_is_read_or_refused_and_nothing_else(
    damage: Callable[[bytearray, random.Random], bytes],
) -> None:
    chance = random.Random(damage.__name__)
    refusals = 0
    for name, data in the_files():
        for _ in range(CASES):
            try:
                read_questionnaire(name, damage(bytearray(data), chance))
            except Refusal as refusal:
                refusals += 1
                for objection in refusal.data.get("objections", ()):  # type: ignore[attr-defined]
                    assert objection.sentence()
    assert refusals > CASES


def a_zip(*parts: tuple[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts:
            packed.writestr(name, content)
    return written.getvalue()


def never_asked(*_: object, **__: object) -> None:
    raise AssertionError


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.xlsx", b"", "file.missing"),
        ("a.xlsx", a_zip(("xl/workbook.xml", b"<" * 40_000_000)), "file.swollen"),
        ("a.xlsx", a_zip(("a.txt", b"a")), "file.unknown"),
        ("a.xlsx", a_zip(("xl/workbook.xml", b""), ("xl/vbaProject.bin", b"")), "file.active"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096, "file.broken"),
        ("a.csv", b"a" * 6_000_000, "file.too_large"),
        ("a.lss", b"<" * 11_000_000, "file.too_large"),
        ("a.csv", b"survey\n" + b",a" * 200, "file.too_long"),
        ("a.csv", b"survey\n" + b",a\n" * 20_001, "file.too_long"),
    ],
)
def test_what_would_swell_or_is_no_questionnaire_is_refused_before_it_is_parsed(
    name: str, data: bytes, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for parser in (
        "service.spreadsheets.reading.CalamineWorkbook.from_filelike",
        "service.interchange.xlsform.reading.read_tree",
        "service.interchange.limesurvey.tables.fromstring",
    ):
        monkeypatch.setattr(parser, never_asked)
    with pytest.raises(Refusal) as refused:
        read_questionnaire(name, data)
    assert refused.value.code == code


def outcome_of(name: str, data: bytes) -> Read | Refusal:
    try:
        return read_questionnaire(name, data)
    except Refusal as refusal:
        return refusal


async def test_a_file_read_apart_comes_back_the_same() -> None:
    for name, data in the_files()[-6:]:
        here = outcome_of(name, data)
        if isinstance(here, Refusal):
            with pytest.raises(Refusal) as refused:
                await read_apart(name, data)
            assert refused.value.code == here.code
            assert refused.value.data["objections"] == here.data.get("objections", ())
        else:
            assert (await read_apart(name, data)).read == here


async def test_a_file_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.apart.PATIENCE", 0.01)
    with pytest.raises(Refusal) as refused:
        await read_apart("a.json", b"{}")
    assert refused.value.code == "file.slow"
    assert PATIENCE >= 10


async def test_a_file_that_costs_too_much_work_is_called_slow_and_not_broken(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """As the system ends a process that has used up its processor time."""
    (tmp_path / "spent.py").write_text("import os, signal; os.kill(os.getpid(), signal.SIGXCPU)")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(Refusal) as refused:
        await run_apart("spent", data=b"")
    assert (refused.value.code, refused.value.data) == ("file.slow", {"seconds": MOST_WORK})

"""A stranger reads `docs/reference/publication.md` and has nothing else."""

import json
import re
from pathlib import Path

import pytest

from surveys.keys import WHOLE
from surveys.publication import BOX
from surveys.tally.conclusion import Attendance
from surveys.verification.report import CHECKS, LIMITS
from tests.builders import a_ballot, a_manifest
from tests.publications import Publication, a_publication

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "publication.md"


def the_example() -> str:
    (example,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    return example


def laid_out(publication: Publication, folder: Path) -> None:
    for name, data in publication.files.items():
        (folder / name).write_bytes(data)


def a_vote() -> Publication:
    ballots = [a_ballot("dissatisfied" if n % 3 else "satisfied", number=n) for n in range(12)]
    attendance = Attendance(present=46, voided={"deputies": {WHOLE: 4}})
    return a_publication(a_manifest(), ballots, attendance)


def test_the_ten_lines_on_the_page_recompute_every_digest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    publication = a_vote()
    laid_out(publication, tmp_path)
    monkeypatch.chdir(tmp_path)
    exec(compile(the_example(), PAGE.name, "exec"), {})
    assert capsys.readouterr().out.split()[-1] == publication.fingerprint
    code = [line for line in the_example().splitlines() if line and "import" not in line]
    assert len(code) == 10


def test_the_ten_lines_stop_at_a_box_of_one_ballot_less(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publication = a_vote()
    less = publication.files[BOX].splitlines(keepends=True)[1:]
    laid_out(publication.with_file(BOX, b"".join(less)), tmp_path)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(AssertionError):
        exec(compile(the_example(), PAGE.name, "exec"), {})


def test_every_check_and_every_limit_stands_on_the_page() -> None:
    page = PAGE.read_text(encoding="utf-8")
    unnamed = {name for name in (*CHECKS, *LIMITS) if f"`{name}`" not in page}
    assert unnamed == {"receipt.manifest", "receipt.code", "receipt.signature"}


def test_every_field_of_every_published_file_stands_on_the_page() -> None:
    page = PAGE.read_text(encoding="utf-8")
    values = [
        json.loads(line)
        for data in a_vote().files.values()
        for line in data.decode().splitlines()
    ]
    own_words = set(re.findall(r'"(?:key|appraisee|item)":"([^"]+)"', json.dumps(values)))
    fields = {field for value in values for field in fields_of(value)} - named_by_the_town(values)
    assert {field for field in fields if f"`{field}`" not in page} == set()
    assert own_words is not None

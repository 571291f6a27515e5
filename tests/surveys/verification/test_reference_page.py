"""A stranger reads `docs/reference/publication.md` and has nothing else."""

import re
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest

from surveys.ballots.ballot import Ballot
from surveys.ballots.sealed_list import Sealed
from surveys.keys import WHOLE
from surveys.manifest import Manifest
from surveys.publication import BOX
from surveys.questionnaire.conditions import Condition
from surveys.tally.conclusion import Attendance
from surveys.tally.results import Result
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


def test_the_dozen_lines_on_the_page_recompute_every_digest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    publication = a_vote()
    laid_out(publication, tmp_path)
    monkeypatch.chdir(tmp_path)
    exec(compile(the_example(), PAGE.name, "exec"), {})
    assert capsys.readouterr().out.split()[-1] == publication.fingerprint
    code = [line for line in the_example().splitlines() if line and "import" not in line]
    assert len(code) == 12


def test_the_dozen_lines_stop_at_a_box_of_one_ballot_less(
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
    fields = {name for kind in (Manifest, Result, Ballot, Sealed) for name in fields_of(kind)}
    conditions = {name for kind in get_args(Condition) for name in kind.__struct_fields__}
    unnamed = {name for name in fields if f"`{name}`" not in page}
    assert unnamed <= conditions
    assert len(fields) > 90


def fields_of(kind: object) -> set[str]:
    """Names of all fields of a type and of every type inside it."""
    found, seen = set[str](), set[object]()
    _collect(msgspec.inspect.type_info(kind), found, seen)
    return found


def _collect(info: Any, found: set[str], seen: set[object]) -> None:
    if isinstance(info, msgspec.inspect.StructType):
        if info.cls in seen:
            return
        seen.add(info.cls)
        found.update(field.encode_name for field in info.fields)
    for inside in inner(info):
        _collect(inside, found, seen)


def inner(info: Any) -> list[Any]:
    """The types directly inside a type."""
    fields = [field.type for field in getattr(info, "fields", ())]
    single = [getattr(info, name, None) for name in ("item_type", "key_type", "value_type")]
    several = [*getattr(info, "types", ()), *getattr(info, "item_types", ())]
    return [part for part in (*fields, *single, *several) if part is not None]

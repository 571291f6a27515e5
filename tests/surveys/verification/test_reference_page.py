"""A stranger reads `docs/reference/publication.md` and has nothing else."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest

from surveys.ballots.ballot import Ballot
from surveys.ballots.opened_file import OpenedFile
from surveys.ballots.sealed_list import Sealed
from surveys.ballots.stamps import StampedEnvelope
from surveys.keys import WHOLE
from surveys.manifest import Manifest
from surveys.poll import PollManifest
from surveys.publication import BOX
from surveys.questionnaire.conditions import Condition
from surveys.tally.conclusion import Attendance
from surveys.tally.poll_results import PollResult
from surveys.tally.results import Result
from surveys.verification.report import CHECKS, LIMITS
from tests import second_verifier, stamped
from tests.builders import a_ballot, a_manifest
from tests.mutations import of_lines, of_value
from tests.publications import Publication, a_publication

PUBLISHED = (
    Manifest, Result, Ballot, Sealed, StampedEnvelope, PollManifest, PollResult, OpenedFile
)  # fmt: skip
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


def with_openssl(folder: Path) -> str:
    """The lines on the page, run as they stand; only the system's openssl and Python."""
    page = PAGE.read_text(encoding="utf-8")
    (script,) = re.findall(r"```sh\n(.*?)```", page, re.DOTALL)
    assert len([line for line in script.splitlines() if "END" not in line]) == 10
    run = subprocess.run(
        ["sh", "-c", script], check=False, cwd=folder, capture_output=True, text=True
    )
    return run.stdout


def test_ten_lines_check_a_stamp_with_stock_openssl(tmp_path: Path) -> None:
    laid_out(stamped.a_publication(), tmp_path)
    assert with_openssl(tmp_path) == "Verified OK\n"


def test_the_ten_lines_refuse_a_ballot_whose_mark_was_changed(tmp_path: Path) -> None:
    publication = stamped.a_publication()
    first, rest = publication.files[BOX].split(b"\n", 1)
    changed = first.replace(b'satisfied"', b'familiar"', 1)
    assert changed != first
    laid_out(publication.with_file(BOX, changed + b"\n" + rest), tmp_path)
    assert "Verified OK" not in with_openssl(tmp_path)


@pytest.mark.parametrize("make", [a_vote, stamped.a_publication], ids=["server-sealed", "sealed"])
def test_a_second_verifier_written_from_the_page_agrees_with_ours(
    make: Callable[[], Publication],
) -> None:
    publication = make()
    assert second_verifier.verify(publication.files, publication.fingerprint) == set()
    tried = passed = 0
    for name, data in publication.files.items():
        lines = name.endswith(".jsonl")
        for mutation in [*(of_lines if lines else of_value)(data)][:: 13 if lines else 37]:
            forged = publication.with_file(name, mutation.data)
            found = second_verifier.verify(forged.files, forged.fingerprint)
            tried, passed = tried + 1, passed + (not found)
    assert tried > 50
    assert passed == 0


def test_the_second_verifier_finds_a_forger_who_prints_the_notice_anew() -> None:
    publication = stamped.a_publication()
    result = publication.files["result.json"]
    for old, new, check in (
        (b'"grade":"\xe6\xbb\xa1', b'"grade":"\xe4\xb8\x8d\xe6\xbb\xa1', "recount.grade"),
        (b'"satisfied":5', b'"satisfied":6', "recount.items"),
        (b'"outer":6', b'"outer":7', "stamps.numbers"),
        (b'"present":10', b'"present":1', "slips.people"),
    ):
        forged = publication.reprinted(result_json=result.replace(old, new, 1))
        assert forged.files["result.json"] != result, check
        assert check in second_verifier.verify(forged.files, forged.fingerprint)


def test_every_check_and_every_limit_stands_on_the_page() -> None:
    page = PAGE.read_text(encoding="utf-8")
    unnamed = {name for name in (*CHECKS, *LIMITS) if f"`{name}`" not in page}
    assert unnamed == {"receipt.manifest", "receipt.code", "receipt.signature"}


def test_every_field_of_every_published_file_stands_on_the_page() -> None:
    page = PAGE.read_text(encoding="utf-8")
    fields = {name for kind in PUBLISHED for name in fields_of(kind)}
    conditions = {name for kind in get_args(Condition) for name in kind.__struct_fields__}
    unnamed = {name for name in fields if f"`{name}`" not in page}
    assert unnamed <= conditions
    assert len(fields) > 90


def test_every_word_that_is_one_of_a_list_stands_on_the_page() -> None:
    page = PAGE.read_text(encoding="utf-8")
    enums = [info.cls for kind in PUBLISHED for info in within(kind) if is_enum(info)]
    words = {word.value for enum in enums for word in enum}
    assert {word for word in words if f"`{word}`" not in page} == set()
    assert len(words) > 50


def test_every_field_that_may_be_missing_stands_on_the_page_with_what_it_is_then() -> None:
    _, _, rest = PAGE.read_text(encoding="utf-8").partition("missing is the same as")
    table, _, _ = rest.partition("## 3.")
    rows = table.splitlines()
    structs = (info for kind in (Manifest, Result) for info in within(kind) if is_struct(info))
    defaults = {
        (field.encode_name, missing_is(field))
        for info in structs
        if not info.cls.__struct_config__.omit_defaults
        for field in info.fields
        if not field.required
    }
    untold = {
        (name, value)
        for name, value in defaults
        if not any(f"`{name}`" in row and value in row for row in rows)
    }
    assert untold == set()
    assert len(defaults) > 70


def missing_is(field: Any) -> str:
    """As the page writes it; a whole part that is missing has nothing but missing fields."""
    if field.default is msgspec.NODEFAULT:
        return f"`{msgspec.json.encode(field.default_factory()).decode()}`"
    if isinstance(field.default, msgspec.Struct):
        return "all their fields missing"
    return f"`{msgspec.json.encode(field.default).decode()}`"


def is_enum(info: object) -> bool:
    return isinstance(info, msgspec.inspect.EnumType)


def is_struct(info: object) -> bool:
    return isinstance(info, msgspec.inspect.StructType)


def fields_of(kind: object) -> set[str]:
    """Names of all fields of a type and of every type inside it."""
    return {field.encode_name for info in within(kind) if is_struct(info) for field in info.fields}


def within(kind: object) -> list[Any]:
    """A type and every type inside it, each struct once."""
    found, seen = list[Any](), set[object]()
    _collect(msgspec.inspect.type_info(kind), found, seen)
    return found


def _collect(info: Any, found: list[Any], seen: set[object]) -> None:
    if is_struct(info):
        if info.cls in seen:
            return
        seen.add(info.cls)
    found.append(info)
    for inside in inner(info):
        _collect(inside, found, seen)


def inner(info: Any) -> list[Any]:
    """The types directly inside a type."""
    fields = [field.type for field in getattr(info, "fields", ())]
    single = [getattr(info, name, None) for name in ("item_type", "key_type", "value_type")]
    several = [*getattr(info, "types", ()), *getattr(info, "item_types", ())]
    return [part for part in (*fields, *single, *several) if part is not None]

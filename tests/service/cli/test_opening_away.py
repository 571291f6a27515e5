"""Sun and Li open the box on a computer of their own, from whatever file they were handed."""

import base64
import io
import json
import zipfile
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from service.box import custody
from service.box.custody import Custodians, Dealt
from service.box.sealing import seal, seal_of
from service.cli.commands import minping
from surveys import canonical
from surveys.ballots.ballot import Enclosure, Remark
from surveys.ballots.opened_file import OpenedFile, fingerprint
from surveys.ballots.receipt import leaf
from surveys.ballots.sealed_list import Sealed
from surveys.manifest import Custody
from surveys.publication import MANIFEST, SEALED, write_sealed
from tests.builders import a_ballot, a_manifest
from tests.people import LI, SUN, WU

NOT_OURS = "不是工作台导出的待开票箱"


@cache
def dealt() -> Dealt:
    return custody.deal(Custodians(names=(SUN.name, LI.name, WU), needed=2))


@cache
def the_box() -> dict[str, bytes]:
    manifest = a_manifest(custody=Custody.SCRUTINEERS, box_key=dealt().public.box_key)
    under, envelopes = seal_of(manifest), list[Sealed]()
    for number in range(3):
        remark = Remark(question="remark.1", about="finance", words=f"路灯坏了 {number} 盏")
        content = seal(under, "deputies", Enclosure(a_ballot(number=number), (remark,)))
        name, written = leaf(under.manifest, content).hex(), base64.b64encode(content).decode()
        envelopes.append(Sealed(name, "deputies", written))
    return {
        "box-key.json": canonical.encode(dealt().public),
        MANIFEST: canonical.encode(manifest),
        SEALED: write_sealed(envelopes),
    }


def an_archive(path: Path, **changed: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (the_box() | {"../elsewhere.json": b"{}"} | changed).items():
            archive.writestr(name, data)
    return path


def opened(archive: Path, *shares: bytes | str) -> Result:
    arguments = list[str]()
    for at, share in enumerate(shares):
        file = archive.parent / f"share{at}.txt"
        file.write_bytes(share if isinstance(share, bytes) else share.encode())
        arguments += ["--share", str(file)]
    out = archive.parent / "opened.json"
    return CliRunner().invoke(minping, ["open-sealed", str(archive), *arguments, "--out", str(out)])


def test_two_of_three_and_all_three_open_the_box_to_the_same_fingerprint(tmp_path: Path) -> None:
    archive, (one, two, three) = an_archive(tmp_path / "to-open.zip"), dealt().shares
    said = [opened(archive, *shares) for shares in ((one, two), (three, one), (one, two, three))]
    assert [result.exit_code for result in said] == [0, 0, 0], said[2].output
    assert len({result.output for result in said}) == 1
    assert (tmp_path / "opened.json").stat().st_mode & 0o077 == 0, "every ballot stands in it"
    assert not (tmp_path.parent / "elsewhere.json").exists()


def test_a_remark_changed_by_one_of_them_gives_another_fingerprint(tmp_path: Path) -> None:
    opened(an_archive(tmp_path / "to-open.zip"), *dealt().shares[:2])
    whole = (tmp_path / "opened.json").read_bytes()
    forged = whole.replace("路灯坏了 1 盏".encode(), "路灯坏了 9 盏".encode())
    given, other = (fingerprint(canonical.decode(one, OpenedFile)) for one in (whole, forged))
    assert given != other


def _encrypted(data: bytes) -> bytes:
    """Marked as under a password, in both headers."""
    local, central = data.find(b"PK\3\4"), data.find(b"PK\1\2")
    flagged = bytearray(data)
    flagged[local + 6] |= 1
    flagged[central + 8] |= 1
    return bytes(flagged)


def _swollen(data: bytes) -> bytes:
    """A file that says it comes to four thousand million bytes."""
    central = data.find(b"PK\1\2")
    return data[: central + 24] + b"\xf0\xff\xff\xff" + data[central + 28 :]


@pytest.mark.parametrize("case", ["no zip", "cut short", "encrypted", "swollen", "without a list"])
def test_what_is_no_archive_of_ours_is_said_to_be_none(case: str, tmp_path: Path) -> None:
    path = an_archive(tmp_path / "to-open.zip")
    whole, shell = path.read_bytes(), io.BytesIO()
    with zipfile.ZipFile(shell, "w") as empty:
        empty.writestr(MANIFEST, b"{}")
    path.write_bytes(
        {
            "no zip": b"PK",
            "cut short": whole[:200],
            "encrypted": _encrypted(whole),
            "swollen": _swollen(whole),
            "without a list": shell.getvalue(),
        }[case]
    )
    said = opened(path, *dealt().shares[:2])
    assert (said.exit_code, NOT_OURS in said.output) == (1, True), said.output
    assert not (tmp_path / "opened.json").exists()


def test_an_envelope_under_another_s_name_opens_nothing(tmp_path: Path) -> None:
    lines = [json.loads(line) for line in the_box()[SEALED].splitlines()]
    for written in (lines[1]["envelope"], "not base64", lines[0]["envelope"] + "\n"):
        lines[0]["envelope"] = written
        forged = b"".join(canonical.encode(line) + b"\n" for line in lines)
        said = opened(an_archive(tmp_path / "to-open.zip", **{SEALED: forged}), *dealt().shares[:2])
        assert said.exit_code == 1
        assert lines[0]["leaf"] in said.output


def test_a_file_that_holds_no_words_is_refused(tmp_path: Path) -> None:
    archive = an_archive(tmp_path / "to-open.zip")
    said = opened(archive, dealt().shares[0], b"%PDF-1.7 \xff\xfe")
    assert (said.exit_code, "share1.txt：第 1 个词" in said.output) == (1, True), said.output


def test_one_misread_word_costs_one_share_typed_again_and_not_all(tmp_path: Path) -> None:
    public = tmp_path / "box-key.json"
    public.write_bytes(canonical.encode(dealt().public))
    one, two, _ = dealt().shares
    slip = " ".join(["blurr", *two.split()[1:]])
    said = CliRunner().invoke(minping, ["try-key", str(public)], input=f"{one}\n{slip}\n{two}\n")
    assert said.exit_code == 0, said.output
    assert "第 1 个词“blurr”不在词表里" in said.output
    assert "试开成功" in said.output


def test_a_misread_share_in_a_file_is_named_by_its_file(tmp_path: Path) -> None:
    result = opened(an_archive(tmp_path / "to-open.zip"), dealt().shares[0], "academic acid")
    assert result.exit_code == 1
    assert "share1.txt：只有 2 个词" in result.output

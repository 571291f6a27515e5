"""`verify` takes what a citizen has: a folder, the PDF, or single files."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pypdf import PdfWriter

from service.attachments.reading import read_attachments
from service.cli.commands import minping
from service.cli.verify import published
from surveys import canonical
from surveys.publication import FILES, MANIFEST
from surveys.refusals import Refusal
from tests import stamped
from tests.mutations import write
from tests.stamped import an_opening

FINGERPRINT = "0" * 64


def run(*arguments: object) -> Result:
    return CliRunner().invoke(minping, ["verify", *map(str, arguments)])


def the_files(folder: Path) -> dict[str, bytes]:
    """Four files with the right names; what they say is for the recount to refuse."""
    files = {name: f'"{name}"'.encode() for name in FILES}
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return files


def a_pdf(path: Path, files: dict[str, bytes]) -> Path:
    writer = PdfWriter()
    writer.add_blank_page(width=100, height=100)
    for name, data in files.items():
        writer.add_attachment(name, data)
    with path.open("wb") as file:
        writer.write(file)
    return path


def test_a_folder_and_the_pdf_give_the_same_files(tmp_path: Path) -> None:
    files = the_files(tmp_path)
    printed = a_pdf(tmp_path / "report.pdf", files)
    assert dict(published([tmp_path])) == files
    assert dict(published([printed])) == files
    assert dict(published([tmp_path / name for name in FILES])) == files


def test_a_folder_that_holds_only_the_pdf_is_read_through_it(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    files = the_files(tmp_path / "elsewhere")
    (tmp_path / "download").mkdir()
    a_pdf(tmp_path / "download" / "通告.pdf", files)
    assert dict(published([tmp_path / "download"])) == files


def test_files_that_say_nothing_do_not_pass(tmp_path: Path) -> None:
    the_files(tmp_path)
    result = run(tmp_path, "--fingerprint", FINGERPRINT)
    assert result.exit_code == 1
    assert "manifest.json" in result.output


@pytest.mark.parametrize("missing", FILES)
def test_a_missing_file_is_named(tmp_path: Path, missing: str) -> None:
    the_files(tmp_path)
    (tmp_path / missing).unlink()
    result = run(tmp_path, "--fingerprint", FINGERPRINT)
    assert result.exit_code == 1
    assert missing in result.output


def test_what_cannot_be_read_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "torn.pdf").write_bytes(b"%PDF-1.7\n")
    (tmp_path / "empty").mkdir()
    plain = a_pdf(tmp_path / "plain.pdf", {})
    whole = a_pdf(tmp_path / "other.pdf", {"result.json": b"{}"}).read_bytes()
    (tmp_path / "other.pdf").write_bytes(whole.replace(b"stream\n", b"strean\n"))
    for path, words in {
        tmp_path / "torn.pdf": "读不了",
        tmp_path / "other.pdf": "读不了",
        tmp_path / "absent.json": "没有文件",
        tmp_path / "empty": "没有可复核的文件",
        plain: "没有附带的数据文件",
    }.items():
        result = run(path, "--fingerprint", FINGERPRINT)
        assert result.exit_code == 1, path
        assert words in result.output, path
        assert len(result.output.splitlines()) == 1, path
        assert "Error" not in result.output, path


def test_a_pdf_that_asks_for_another_program_or_takes_too_long_is_refused_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    strange = a_pdf(tmp_path / "strange.pdf", {"result.json": b"{}"})
    asking = strange.read_bytes().replace(b"/Type /EmbeddedFile", b"/Filter/JBIG2Decode")
    assert asking != strange.read_bytes()
    strange.write_bytes(asking)
    for words in ("不是完整的 PDF", "秒内没有读完"):
        result = run(strange, "--fingerprint", FINGERPRINT)
        assert (result.exit_code, len(result.output.splitlines())) == (1, 1)
        assert words in result.output
        monkeypatch.setattr("service.apart.PATIENCE", 0.001)


def test_files_that_swell_beyond_all_boxes_are_not_taken_out_of_a_pdf(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.attachments.reading.MOST_BYTES", 1_000_000)
    big = a_pdf(tmp_path / "big.pdf", {name: bytes(500_000) for name in FILES[:3]})
    with pytest.raises(Refusal, match=r"file\.swollen"):
        read_attachments(big.read_bytes())


def test_without_the_printed_fingerprint_nothing_is_verified(tmp_path: Path) -> None:
    the_files(tmp_path)
    assert run(tmp_path).exit_code == 2


def test_of_two_files_of_one_name_that_differ_neither_is_verified(tmp_path: Path) -> None:
    files = the_files(tmp_path)
    twice = PdfWriter(a_pdf(tmp_path / "twice.pdf", files))
    twice.add_attachment("result.json", b"another one")
    twice.write(tmp_path / "twice.pdf")
    (tmp_path / "box.jsonl").write_bytes(b"another one")
    for paths, name in (
        ((tmp_path / "twice.pdf",), "result.json"),
        ((tmp_path, a_pdf(tmp_path / "report.pdf", files)), "box.jsonl"),
    ):
        said = run(*paths, "--fingerprint", FINGERPRINT)
        assert (said.exit_code, f"两份不一样的 {name}" in said.output) == (1, True)


def test_a_title_moves_no_cursor_and_turns_no_line_around(tmp_path: Path) -> None:
    """F094."""
    publication = stamped.a_publication()
    manifest = json.loads(publication.files[MANIFEST])
    manifest["rules"]["title"] = "办法\r\x1b[2K\u202e核验通过"
    for name, data in (publication.files | {MANIFEST: write(manifest)}).items():
        (tmp_path / name).write_bytes(data)
    said = run(tmp_path, "--fingerprint", publication.fingerprint).output
    assert "办法 [2K核验通过" in said
    assert not any(sign in said for sign in "\r\x1b\u202e")


def test_an_opening_of_one_s_own_is_held_against_the_folder_and_a_swapped_ballot_fails(
    tmp_path: Path,
) -> None:
    honest, forged = stamped.a_publication(), stamped.a_publication(swapped=3)
    (tmp_path / "opened.json").write_bytes(canonical.encode(an_opening(honest)))
    for publication, code in ((honest, 0), (forged, 1)):
        for name, data in publication.files.items():
            (tmp_path / name).write_bytes(data)
        asked = (tmp_path, "--fingerprint", publication.fingerprint)
        assert run(*asked).exit_code == 0
        said = run(*asked, "--opened", tmp_path / "opened.json")
        assert said.exit_code == code, said.output
        assert ("公布的有 1 张不是这次开箱开出来的" in said.output) == bool(code)

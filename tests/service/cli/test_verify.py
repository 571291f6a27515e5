"""`verify` takes what a citizen has: a folder, the PDF, or single files."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pypdf import PdfWriter

from service.cli.commands import minping
from service.cli.verify import published
from surveys.publication import FILES

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
    for path, words in {
        tmp_path / "torn.pdf": "读不了",
        tmp_path / "absent.json": "读不了",
        tmp_path / "empty": "没有可复核的文件",
        plain: "没有附带的数据文件",
    }.items():
        result = run(path, "--fingerprint", FINGERPRINT)
        assert result.exit_code == 1, path
        assert words in result.output, path
        assert len(result.output.splitlines()) == 1, path
        assert "Error" not in result.output, path


def test_without_the_printed_fingerprint_nothing_is_verified(tmp_path: Path) -> None:
    the_files(tmp_path)
    assert run(tmp_path).exit_code == 2

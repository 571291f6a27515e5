"""Two files make a site again, or nothing is made and nothing is touched."""

import asyncio
import hashlib
import io
import tarfile
from pathlib import Path

import msgspec
import pytest

from service.clock import now
from service.database.backup import Backup, Note, back_up, restore
from service.database.cluster import running_cluster
from service.database.preparation import prepare
from service.settings import CannotStart, Settings


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A home with an empty town hall in it, at rest."""
    settings = Settings(home=tmp_path_factory.mktemp("office"))
    with running_cluster(settings) as server:
        asyncio.run(prepare(settings, server))
    return settings


@pytest.fixture(scope="module")
def kept(office: Settings, tmp_path_factory: pytest.TempPathFactory) -> Backup:
    """Its backup."""
    return back_up(office, tmp_path_factory.mktemp("drawer"), now())


def refusal(settings: Settings, backup: Backup) -> str:
    with pytest.raises(CannotStart) as refused:
        restore(settings, backup)
    return refused.value.code


def test_nobody_else_may_read_a_backup(kept: Backup) -> None:
    assert {path.stat().st_mode & 0o777 for path in (kept.data, kept.secrets)} == {0o600}
    assert sorted(kept.data.parent.iterdir()) == sorted((kept.data, kept.secrets))


def test_a_home_in_use_is_left_as_it_is(office: Settings, kept: Backup) -> None:
    before = {path: path.read_bytes() for path in office.secrets.iterdir()}
    assert refusal(office, kept) == "home_in_use"
    assert {path: path.read_bytes() for path in office.secrets.iterdir()} == before


def test_files_that_do_not_belong_together_are_refused(kept: Backup, tmp_path: Path) -> None:
    other = tmp_path / "other.data"
    other.write_bytes(kept.data.read_bytes()[:-1] + b"?")
    empty = Settings(home=tmp_path / "empty")
    assert refusal(empty, Backup(other, kept.secrets)) == "unlike_backup"
    assert refusal(empty, Backup(kept.data, kept.data)) == "not_our_secrets"
    assert refusal(empty, Backup(tmp_path / "nowhere", kept.secrets)) == "not_our_data"
    assert not (tmp_path / "empty").exists()


def test_a_restore_that_fails_leaves_nothing(kept: Backup, tmp_path: Path) -> None:
    cut = kept.data.read_bytes()[:-2000]
    broken = Backup(tmp_path / "cut.data", tmp_path / "cut.secrets")
    broken.data.write_bytes(cut)
    with tarfile.open(broken.secrets, "w") as archive:
        put(archive, "backup.json", msgspec.json.encode(Note(now(), sha256(cut))))
    empty = Settings(home=tmp_path / "empty")
    assert refusal(empty, broken) == "restore_failed"
    assert [path.name for path in empty.home.iterdir()] == ["running.lock"]


def test_an_archive_reaches_nothing_outside_its_folders(kept: Backup, tmp_path: Path) -> None:
    forged = Backup(kept.data, tmp_path / "forged.secrets")
    with tarfile.open(forged.secrets, "w") as archive, tarfile.open(kept.secrets) as honest:
        for member in honest:
            archive.addfile(member, honest.extractfile(member))
        for name in ("secrets/../../gift", "/gift", "cluster/gift"):
            put(archive, name, b"from outside")
    home = tmp_path / "home"
    restore(Settings(home=home), forged)
    assert list(tmp_path.rglob("gift")) == []
    assert (home / "secrets" / "password_minping_owner").stat().st_mode & 0o777 == 0o600


def test_an_empty_home_has_nothing_to_back_up(tmp_path: Path) -> None:
    with pytest.raises(CannotStart) as refused:
        back_up(Settings(home=tmp_path / "empty"), tmp_path / "drawer", now())
    assert refused.value.code == "no_data"


def put(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(content)
    archive.addfile(member, io.BytesIO(content))


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()

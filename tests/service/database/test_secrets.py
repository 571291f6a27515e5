"""Secrets: made once, for the owner's eyes, never overwritten."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from service.database import secrets
from service.settings import CannotStart, Settings


@pytest.fixture
def home(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home")


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_secret_is_the_same_every_time_it_is_asked_for(home: Settings) -> None:
    assert secrets.slip_key(home) == secrets.slip_key(home)
    assert len(secrets.slip_key(home)) == 32


def test_no_two_secrets_are_the_same(home: Settings) -> None:
    kept = {
        secrets.slip_key(home),
        secrets.receipt_seed(home),
        secrets.session_key(home),
        secrets.custody_key(home),
        bytes.fromhex(secrets.password(home, "minping_web")),
        bytes.fromhex(secrets.password(home, "minping_box")),
    }
    assert len(kept) == 6


def test_nobody_else_may_look(home: Settings) -> None:
    secrets.slip_key(home)
    assert _mode(home.secrets) == 0o700
    assert [_mode(path) for path in home.secrets.iterdir()] == [0o600]


def test_many_who_ask_at_once_get_one_answer(home: Settings) -> None:
    with ThreadPoolExecutor(16) as together:
        answers = set(together.map(lambda _: secrets.session_key(home), range(64)))
    assert len(answers) == 1
    assert [path.name for path in home.secrets.iterdir()] == ["session_key"]


def test_a_secret_cut_short_is_not_used(home: Settings) -> None:
    secrets.slip_key(home)
    (home.secrets / "slip_key").write_text("abcd")
    with pytest.raises(CannotStart) as refused:
        secrets.slip_key(home)
    assert refused.value.code == "secrets_lost"


def test_a_home_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(CannotStart) as refused:
        secrets.slip_key(Settings(home=tmp_path / "file" / "home"))
    assert refused.value.code == "unwritable_home"


def test_a_full_disk_is_said() -> None:
    with pytest.raises(CannotStart) as refused, secrets.speaking_of(Path("/srv/minping")):
        Path("/dev/full").write_text("一张票")
    assert str(refused.value) == (
        "磁盘已满，/srv/minping 写不进去；已有的数据没有受损。请腾出空间后再启动。"
    )

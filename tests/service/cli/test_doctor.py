"""`doctor` names what is missing and what that costs."""

from datetime import datetime
from pathlib import Path

import pytest

from reports.rendering.fonts import FANDOL
from reports.wording.commands import DOCTOR
from service.cli.doctor import describe, examine, look_at_clock
from service.clock import CHINA
from service.settings import Settings

FONTS = tuple(FANDOL.values())


def the_looks(settings: Settings) -> dict[str, str]:
    return {look.name: describe(look) for look in examine(settings)}


def test_every_line_it_can_say_is_said(tmp_path: Path) -> None:
    assert the_looks(Settings(home=tmp_path)).keys() == DOCTOR.keys()


def test_fonts_are_missed_one_by_one(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    settings.fonts.mkdir()
    for font in FONTS[1:]:
        (settings.fonts / font).touch()
    said = the_looks(settings)["fonts"]
    assert said.startswith("缺")
    assert FONTS[0] in said
    assert FONTS[1] not in said
    (settings.fonts / FONTS[0]).touch()
    assert the_looks(settings)["fonts"].startswith("有")


def test_a_clock_behind_the_programs_own_files_is_wrong() -> None:
    assert not look_at_clock(datetime(2020, 1, 1, tzinfo=CHINA)).fine
    assert look_at_clock(datetime(2999, 1, 1, tzinfo=CHINA)).fine


def test_a_database_elsewhere_needs_no_programs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    settings = Settings(home=tmp_path, database_url="postgresql://elsewhere/minping")
    assert "MINPING_DATABASE_URL" in the_looks(settings)["database"]

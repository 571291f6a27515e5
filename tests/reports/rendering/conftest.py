"""The typefaces the set-up unpacked."""

import os

import pytest

from reports.rendering.fonts import Fonts, locate_fonts, missing_fonts
from service.settings import Settings


@pytest.fixture(scope="session")
def fonts() -> Fonts:
    """Fandol from the data folder, Noto from its package; the documents need both."""
    found = locate_fonts(Settings.from_environment(os.environ).home / "fonts")
    assert missing_fonts(found) == ()
    return found

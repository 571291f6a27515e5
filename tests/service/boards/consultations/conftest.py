"""Somebody who writes to the presidium."""

import pytest
from litestar import Litestar

from tests.service.boards.conftest import Browser


@pytest.fixture
async def villager(app: Litestar) -> Browser:
    return Browser(app)

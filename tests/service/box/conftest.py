"""Casting as one web process has it."""

from collections.abc import AsyncIterator

import pytest

from service.box.casting import Casting, open_casting
from service.database import Pool
from service.database.cluster import Server
from service.settings import Settings


@pytest.fixture
async def casting(settings: Settings, database: Server, box_pool: Pool) -> AsyncIterator[Casting]:
    """The way in, connected to a fresh database."""
    async with open_casting(settings, database, box_pool) as one:
        yield one

"""Stamping as one web process has it."""

from collections.abc import AsyncIterator

import pytest

from service.database.cluster import Server
from service.database.reading import Reading, open_reading
from service.settings import Settings
from service.stamping.stamping import Stamping, open_stamping


@pytest.fixture
async def stamping(settings: Settings, database: Server) -> AsyncIterator[Stamping]:
    """The keys and hands of a process."""
    async with open_stamping(settings, database) as one:
        yield one


@pytest.fixture
async def reading(settings: Settings, database: Server) -> AsyncIterator[Reading]:
    """What a process looks with."""
    async with open_reading(settings, database) as one:
        yield one

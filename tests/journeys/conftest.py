"""One real site for all journeys of a session."""

from collections.abc import AsyncIterator

import httpx
import pytest

from tests.journeys.sites import PATIENCE, Site, running
from tests.quick import a_quick_folder


@pytest.fixture(scope="session")
async def site(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    """The whole site on a free port, with a home of its own."""
    with a_quick_folder(tmp_path_factory.mktemp("site")) as home:
        async with running(home) as one:
            yield one


@pytest.fixture
async def web(site: Site) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody's connection to the site."""
    async with httpx.AsyncClient(base_url=site.address, timeout=PATIENCE) as client:
        yield client

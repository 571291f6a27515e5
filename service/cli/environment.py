"""The environment of this process becomes `Settings`, and `Settings` a child's environment."""

import os

from service.settings import Settings


def read_settings() -> Settings:
    """The settings of this run."""
    return Settings.from_environment(os.environ)


def environment_of(settings: Settings) -> dict[str, str]:
    """The variables a child must be given to run under the same settings.

    >>> settings = Settings(port=80, proxy_hops=1)
    >>> Settings.from_environment(environment_of(settings)) == settings
    True
    """
    return {
        "MINPING_HOME": str(settings.home),
        "MINPING_DATABASE_URL": settings.database_url or "",
        "MINPING_HOST": settings.host,
        "MINPING_PORT": str(settings.port),
        "MINPING_PUBLIC_ADDRESS": settings.public_address,
        "MINPING_STATEMENT_CACHE": str(settings.statement_cache),
        "MINPING_PROXY_HOPS": str(settings.proxy_hops),
    }

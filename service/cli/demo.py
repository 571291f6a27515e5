"""`demo` and `rerun`: stories told on a running site, with data of their own."""

import asyncio
from collections.abc import Awaitable, Callable

import click
import msgspec

from reports.wording.commands import ABOUT, OPTIONS
from service.cli.environment import read_settings
from service.cli.serve import serve_until_stopped
from service.cli.site import run_site
from service.settings import Settings

Tale = Callable[[Settings, Callable[[str], None]], Awaitable[object]]


@click.command(help=ABOUT["demo"])
@click.option("--no-serve", is_flag=True, help=OPTIONS["no_serve"])
def demo(*, no_serve: bool) -> None:
    """Hold a whole evaluation, then leave the site up."""
    from service.demonstration.laochang import tell

    _run(tell, serve=not no_serve)


@click.command(help=ABOUT["rerun"])
def rerun() -> None:
    """Send ballots that were published through the box again."""
    from service.demonstration.zhanyi import tell

    _run(tell, serve=False)


def _run(tale: Tale, *, serve: bool) -> None:
    settings = _apart(read_settings())

    async def story() -> None:
        await tale(settings, click.echo)
        if serve:
            await serve_until_stopped(settings)

    asyncio.run(run_site(settings, story))


def _apart(settings: Settings) -> Settings:
    """A home beside the real data, so that no pretend voter ever meets it; the fonts are shared."""
    from service.database.secrets import speaking_of

    home = settings.home / "demo"
    fonts = home / "fonts"
    with speaking_of(home):
        home.mkdir(parents=True, exist_ok=True)
        if settings.fonts.is_dir() and not fonts.exists():
            fonts.symlink_to(settings.fonts, target_is_directory=True)
    return msgspec.structs.replace(settings, home=home)

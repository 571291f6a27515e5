"""`serve`: the whole site, until Ctrl-C."""

import asyncio

import click

from reports.wording.commands import ABOUT, SERVING, SETUP_KEY, STOPPED
from service.cli.addresses import print_addresses
from service.cli.environment import read_settings
from service.cli.site import run_site
from service.settings import Settings


@click.command(help=ABOUT["serve"])
def serve() -> None:
    """Run the site."""
    settings = read_settings()

    async def story() -> None:
        await serve_until_stopped(settings)

    asyncio.run(run_site(settings, story))
    click.echo(STOPPED)


async def serve_until_stopped(settings: Settings) -> None:
    """Say where everything is, then wait; whoever runs the site ends the wait."""
    click.echo(SERVING)
    print_addresses(settings)
    await _print_setup_key(settings)
    await asyncio.Event().wait()


async def _print_setup_key(settings: Settings) -> None:
    """As long as nobody can sign in, the key that opens the set-up page."""
    from service.identity.setup import setup_key

    key = await setup_key(settings)
    if key is not None:
        click.echo(SETUP_KEY.format(key=key, address=f"{settings.public_address}/console/setup"))

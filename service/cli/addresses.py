"""Where everything is: the addresses a person opens, printed once the site answers."""

import click

from reports.wording.commands import ADDRESS, PLACES
from service.settings import Settings


def print_addresses(settings: Settings) -> None:
    """One line an address."""
    for path, title in PLACES.items():
        click.echo(ADDRESS.format(title=title, address=settings.public_address + path))

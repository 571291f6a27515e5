"""Where everything is: the addresses a person opens, printed once the site answers."""

from typing import Final

import click

from reports.wording.commands import ADDRESS
from service.settings import Settings

PLACES: Final[dict[str, str]] = {
    "/": "首页、已公布的结果",
    "/receipt": "查回执",
    "/console/signin": "秘书工作台（第一次打开时设密码）",
}
"""Path → what is there. A test opens each on a running site."""


def print_addresses(settings: Settings) -> None:
    """One line an address."""
    for path, title in PLACES.items():
        click.echo(ADDRESS.format(title=title, address=settings.public_address + path))

"""What a request may reach: the registrar's connection, casting, stamping, the settings."""

from collections.abc import AsyncGenerator
from typing import Final

import msgspec
from litestar.datastructures import State
from litestar.di import NamedDependency, Provide

from service.box.casting import Casting
from service.box.slips import Throttle
from service.box.stamped import StampedBox
from service.database import Connection, Pool, transaction
from service.database.reading import Reading
from service.settings import Settings
from service.stamping.stamping import Stamping
from service.web.asking import AnyRequest
from service.web.press import Laid
from surveys.keys import SurveyKey

_KEY: Final = "resources"


class Resources(msgspec.Struct, frozen=True):
    """Opened with the application and closed with it."""

    settings: Settings
    registrar: Pool
    box: Pool
    casting: Casting
    stamping: Stamping
    reading: Reading
    stamped: dict[SurveyKey, StampedBox] = {}
    """Boxes of sealed votes as this process met them, so that a cast asks the registrar nothing."""
    frozen: dict[str, bytes] = {}
    """Manifests by fingerprint, where people sign in: nobody's page need bring them again."""
    printing: dict[SurveyKey, Laid] = {}
    """How far this process is with the cards of a survey; of the codes nothing."""
    wrong_codes: Throttle = msgspec.field(default_factory=Throttle)
    """Personal codes that were none, by survey."""


Conn = NamedDependency[Connection]
Reach = NamedDependency[Resources]


def put(state: State, resources: Resources) -> None:
    """Keep the resources for the life of the application."""
    state[_KEY] = resources


def of(state: State) -> Resources:
    """The resources of a running application."""
    resources = state[_KEY]
    assert isinstance(resources, Resources)
    return resources


async def provide_connection(state: State) -> AsyncGenerator[Connection, None]:
    """One request, one transaction, one verdict: return commits, raise rolls back."""
    async with transaction(of(state).registrar) as conn:
        yield conn


async def provide_resources(state: State) -> Resources:
    """The resources themselves, for handlers that speak to the box."""
    return of(state)


def reached(request: AnyRequest) -> Resources:
    """The same for what a whole hall asks at once: to be handed them costs more than to take."""
    return of(request.app.state)


DEPENDENCIES: Final = {
    "conn": Provide(provide_connection),
    "reach": Provide(provide_resources),
}

"""A button somebody presses at a survey: which there are, what it does, what stands against it."""

import enum
from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Final, TypeAlias, TypeVar

from service.database import Connection, transaction
from service.dossier.deeds import Deed
from service.dossier.visits import Visit
from service.identity.sessions import Session
from service.web.fields import Fields, one, read_fields
from service.web.resources import Resources
from surveys.questionnaire.texts import clean
from surveys.refusals import Refusal
from surveys.values import Value

T = TypeVar("T")
S = TypeVar("S", bound=enum.Enum)

LONGEST_REASON: Final = 300


class Pressed(Value, frozen=True):
    """A button: who pressed it on what, and the fields around it."""

    deed: Deed
    fields: dict[str, list[str]]


Act: TypeAlias = Callable[[Connection, Resources, Pressed], Awaitable[None]]
"""What a button does."""


def press(deed: Deed, body: bytes) -> Pressed:
    """A posted page is a button pressed."""
    return Pressed(deed, {name: list(values) for name, values in read_fields(body).items()})


def reason_of(fields: Fields) -> str:
    """Why, as it stays on record: one line."""
    return clean(one(fields, "reason"), lines=False)[:LONGEST_REASON]


def look_up(steps: Mapping[str, T], step: str) -> T:
    """What the table has for a step; a step that is not in it has no page."""
    if step not in steps:
        raise Refusal("request.unknown_page")
    return steps[step]


def begins(
    transitions: Mapping[S, Collection[S]], goals: Mapping[str, S]
) -> dict[str, frozenset[S]]:
    """From which stages each step may be taken, told from where it leads."""
    return {
        step: frozenset(here for here, there in transitions.items() if goal in there)
        for step, goal in goals.items()
    }


async def attempt(act: Awaitable[T], say_no: Callable[[Refusal], Awaitable[T]]) -> T:
    """Do it; what stands against it is said on the page it was asked from.

    Not where no page could help: the house has a fault, or there is nothing at this address.
    """
    try:
        return await act
    except Refusal as refusal:
        if refusal.status >= 500 or refusal.code == "request.unknown_page":
            raise
        return await say_no(refusal)


async def perform(act: Act, reach: Resources, pressed: Pressed) -> None:
    """Do what a button does: one press, one transaction."""
    async with transaction(reach.registrar) as conn:
        await act(conn, reach, pressed)


async def carry_out(
    session: Session,
    reach: Resources,
    *,
    act: Awaitable[T],
    say_no: Callable[[Visit, Refusal], Awaitable[T]],
) -> T:
    """Do it; the deed that was refused is rolled back, and another transaction looks at the rest.

    `say_no` is given that second look, to say what stood against it where it was asked.
    """

    async def look_again(refusal: Refusal) -> T:
        async with transaction(reach.registrar) as conn:
            return await say_no(Visit(conn, session, reach), refusal)

    return await attempt(act, look_again)

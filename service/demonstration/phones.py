"""Simulated phones: each opens the page, shows its slip and casts, as a browser would."""

import asyncio
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import httpx
import msgspec

from surveys.ballots.receipt import Receipt
from surveys.keys import SurveyKey, UnitKey
from surveys.values import Value

PATIENCE: Final = 20.0
ATTEMPTS: Final = 6
_VERSION: Final = re.compile(r'name="form" value="([0-9a-f]{64})"')


class Vote(Value, frozen=True):
    """What one phone will send: its slip's code and the fields of the form."""

    code: str
    unit: UnitKey
    fields: Mapping[str, str | list[str]]


class CastReply(Receipt, frozen=True):
    """The server's answer to a cast: the receipt, and whether the ballot was in the box before."""

    repeated: bool = False


def ballot_path(survey: SurveyKey, unit: UnitKey) -> str:
    """The address of the ballot page."""
    return f"/v/{survey}/{unit}" if unit else f"/v/{survey}"


async def vote_on_phone(client: httpx.AsyncClient, survey: SurveyKey, vote: Vote) -> CastReply:
    """Open the page, let the slip be looked at, cast; send again if the reply was lost."""
    page = await client.get(ballot_path(survey, vote.unit))
    page.raise_for_status()
    looked = await client.post(f"/v/{survey}/slip", json={"code": vote.code})
    looked.raise_for_status()
    version = _VERSION.search(page.text)
    return await _cast(
        client, survey, {"form": version[1] if version else "", **vote.fields, "code": vote.code}
    )


async def _cast(
    client: httpx.AsyncClient, survey: SurveyKey, form: Mapping[str, str | list[str]]
) -> CastReply:
    for attempt in range(ATTEMPTS):
        try:
            answer = await client.post(
                f"/v/{survey}/cast", data=form, headers={"accept": "application/json"}
            )
            if answer.status_code not in {502, 503, 504}:
                answer.raise_for_status()
                return msgspec.json.decode(answer.content, type=CastReply)
        except httpx.TransportError:
            if attempt == ATTEMPTS - 1:
                raise
        await asyncio.sleep(0.2 * 2**attempt)
    raise TimeoutError(survey)


async def cast_all(
    address: str,
    survey: SurveyKey,
    votes: Sequence[Vote],
    *,
    told: Callable[[CastReply], None],
    at_once: int = 8,
) -> None:
    """Let all phones vote, `at_once` of them together; `told` hears each reply as it comes."""
    turn = asyncio.Semaphore(at_once)
    limits = httpx.Limits(max_connections=at_once)
    async with httpx.AsyncClient(base_url=address, timeout=PATIENCE, limits=limits) as client:

        async def take_turn(vote: Vote) -> None:
            async with turn:
                told(await vote_on_phone(client, survey, vote))

        async with asyncio.TaskGroup() as group:
            for vote in votes:
                group.create_task(take_turn(vote))

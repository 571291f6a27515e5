"""The scrutineers' machine inside a test: real keys, a real ledger, and any HTTP client."""

import asyncio
import secrets
from pathlib import Path

import httpx

from service.box.stamps import stamp_holds
from service.cosigning import keyfile
from service.cosigning.ledger import Ledger
from service.cosigning.machine import Machine
from service.database import Pool, transaction
from service.settings import Settings
from service.stamping.cosigner import (
    PROTOCOL,
    Pile,
    PublicHalves,
    Request,
    piles_of,
    read_brought,
    token_of,
)
from service.stamping.relay import Answer, Turn, Work
from surveys import canonical
from surveys.keys import SurveyKey
from surveys.manifest import Manifest
from tests.people import WU
from tests.sealed import stamp_keys_of


class Dialling:
    """The machine of a folder."""

    def __init__(self, http: httpx.AsyncClient, folder: Path) -> None:
        self.keys = keyfile.read(folder)
        self._http, self._folder = http, folder

    async def post(self, turn: Turn, token: str | None = None) -> httpx.Response:
        request = self.keys.request
        return await self._http.post(
            f"/cosign/{request.survey}",
            content=canonical.encode(turn),
            headers={
                "authorization": f"Bearer {request.token if token is None else token}",
                "content-type": "application/json",
                "accept": "application/json",
            },
        )

    async def turn(self, answers: tuple[Answer, ...] = ()) -> Work:
        answer = await self.post(Turn(self.keys.public, answers))
        assert answer.status_code == 200, answer.text
        return canonical.decode(answer.content, Work)

    async def run(self, manifest: Manifest) -> None:
        """Answer until the vote is over."""
        machine, answers = Machine(self.keys, manifest, Ledger(self._folder)), tuple[Answer, ...]()
        while not (work := await self.turn(answers)).over:
            answers = machine.answer(work.questions)


async def make_halves(settings: Settings, survey: SurveyKey, folder: Path, *piles: Pile) -> bytes:
    """Keys for a vote that no desk prepared; the nonce of its token, to be kept with them."""
    nonce = secrets.token_bytes(16)
    pairs = stamp_keys_of(settings, survey, set(piles))
    request = Request(
        protocol=PROTOCOL,
        survey=survey,
        title="民主测评",
        holder=WU,
        server=settings.public_address,
        token=token_of(settings, survey, nonce),
        piles=piles_of({(pair.group, pair.unit): pair for pair in pairs}),
    )
    await asyncio.to_thread(keyfile.make, request, folder, tell=lambda _number: None)
    return nonce


def read_halves_of(folder: Path) -> PublicHalves:
    """What the folder would bring to the desk."""
    asked = keyfile.read(folder).request
    content = (folder / keyfile.PUBLIC).read_bytes()
    return read_brought(content, asked.survey, asked.piles, stamp_holds)


async def put_in_place(web: Pool, survey: SurveyKey, nonce: bytes, folder: Path) -> None:
    """As the desk keeps it."""
    halves = canonical.encode(read_halves_of(folder)).decode()
    async with transaction(web) as conn:
        await conn.execute(
            "insert into registrar.cosigner values ('laochang', $1, $2, $3, $4)",
            *(survey, WU, nonce, halves),
        )

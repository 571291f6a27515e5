"""Last night's backup, restored by somebody else: envelopes in it, and nothing that opens them."""

import asyncio
import base64
from collections.abc import AsyncIterator
from pathlib import Path
from subprocess import DEVNULL, PIPE

import asyncpg
import msgspec
import pytest

from service.box.casting import Casting, cast
from service.box.gate import GateState
from service.box.keys import make_box_key, read_box_key
from service.box.opening import Opening, open_box
from service.database import Pool, Role, open_pool
from service.database.binaries import find_binaries
from service.database.cluster import Server
from service.settings import Settings
from service.stamping.keys import make_stamp_keys, read_stamp_keys
from surveys.refusals import Refusal
from tests.boxes import Made, a_box, answers, turn
from tests.builders import SURVEY

REMARK = "翠鸟叫了三声zzheron"


def address(server: Server, name: str | None = None) -> str:
    return server.address.replace("/postgres?", f"/{name or server.database}?")


async def program(name: str, *words: str, given: bytes | None = None) -> bytes:
    """What one of PostgreSQL's own programs says."""
    running = await asyncio.create_subprocess_exec(
        find_binaries(None).folder / name, *words, stdin=PIPE, stdout=PIPE, stderr=DEVNULL
    )
    told, _ = await running.communicate(given)
    assert running.returncode == 0
    return told


@pytest.fixture
async def made(settings: Settings, box_pool: Pool, casting: Casting) -> Made:
    """Five ballots in a closed box."""
    made = await a_box(settings, box_pool, printed=9)
    for code in made.codes()[:5]:
        given = answers(made, "dissatisfied", remark=REMARK)
        await cast(casting, made.box, code=code, unit="", answers=given)
    await turn(box_pool, SURVEY, GateState.CLOSED)
    return made


@pytest.fixture
async def restored(database: Server, made: Made) -> AsyncIterator[Server]:
    """A dump of everything, read into an empty database elsewhere."""
    copy = f"{database.database}_restored"
    admin = await asyncpg.connect(database.address)
    await admin.execute(f"create database {copy}")
    await admin.execute(f"grant connect, create, temporary on database {copy} to minping_owner")
    await admin.execute(f"grant connect, temporary on database {copy} to minping_opener")
    dump = await program("pg_dump", "-d", address(database))
    await program("psql", "-q", "-d", address(database, copy), given=dump)
    yield msgspec.structs.replace(database, database=copy)
    await admin.execute(f"drop database {copy} with (force)")
    await admin.close()


async def test_a_backup_holds_envelopes_and_neither_an_answer_nor_a_key(
    settings: Settings, database: Server, made: Made
) -> None:
    """F020."""
    make_stamp_keys(settings, SURVEY, [("deputies", "")], bits=2048)
    number = read_box_key(settings, SURVEY).private_numbers().private_value.to_bytes(32)
    stamps = [bytes.fromhex(pair.inner) for pair in read_stamp_keys(settings, SURVEY)]
    ours = [path for path in _files(settings.keys) if path.stem == SURVEY]
    wrapped = [path.read_bytes() for path in ours]
    words = [path.read_bytes() for path in _files(settings.secrets)]
    dump = await program("pg_dump", "-d", address(database))
    for secret in (number, *stamps, *wrapped, *words, REMARK.encode(), b'"dissatisfied"}'):
        for spelt in (secret, secret.hex().encode(), base64.b64encode(secret)):
            assert spelt not in dump
    assert made.box.seal.manifest.encode() in dump
    assert {path.suffix for path in ours} >= {".box", ".stamps"}


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.is_file()]


async def test_on_another_host_without_the_keys_a_restored_box_stays_shut(
    settings: Settings, restored: Server, made: Made, tmp_path: Path
) -> None:
    """F020: a key made there is another key; with the old ones it opens as it should."""
    elsewhere = Settings(home=tmp_path)
    opener = await open_pool(settings, restored, Role.OPENER, size=2)
    for _ in range(2):
        with pytest.raises(Refusal, match=r"box\.wrong_key"):
            await open_box(opener, elsewhere, made.manifest)
        make_box_key(elsewhere, SURVEY)
    assert await open_box(opener, settings, made.manifest) == Opening(5, 0, 5)
    await opener.close()

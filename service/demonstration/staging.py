"""A play on a running site; afterwards its papers are written down and recounted."""

import contextlib
from collections.abc import AsyncGenerator, Callable
from pathlib import Path
from typing import Final

from reports.wording.verification import say
from service.boards.results.actions import read_file
from service.box.receipts import holds_signature
from service.database import Pool, Role, open_pool, transaction
from service.database.cluster import find_server
from service.database.secrets import demo_password
from service.demonstration import consulting, polling
from service.demonstration.phones import ballot_path
from service.demonstration.story import (
    Fields,
    Finished,
    Ongoing,
    Play,
    Prelude,
    Stagehands,
    begin,
    perform,
)
from service.dossier import files
from service.identity import passwords, store
from service.identity.roles import Office
from service.identity.setup import Founding, is_set_up, set_up, spell_key
from service.settings import Settings
from surveys import codes, publication
from surveys.canonical import fingerprint
from surveys.keys import WHOLE
from surveys.verification.verify import verify

REPORT: Final = "report.pdf"
CARDS: Final = "cards.pdf"
TALLY_SHEET: Final = "tally-sheet.pdf"


async def stage(
    settings: Settings,
    echo: Callable[[str], None],
    play: Play,
    *,
    fields: Fields,
    prelude: Prelude | None = None,
) -> Finished:
    """Perform, write the papers into a folder, verify what was published."""
    async with _hands(settings, echo) as hands:
        finished = await perform(hands, play, fields, prelude)
        files = await _published(hands.registrar, finished.survey)
        sheet = await _tally_sheet(hands.registrar, play, finished.survey)
    folder = settings.home / "published" / finished.survey
    _write(folder, {**files, CARDS: finished.cards, TALLY_SHEET: sheet})
    _recount(files, echo)
    _tell_places(settings, finished, folder, echo=echo)
    return finished


async def leave_open(
    settings: Settings, echo: Callable[[str], None], play: Play, *, fields: Fields, voters: int
) -> Ongoing:
    """Begin another vote in the same town and leave it open, for whoever wants to try."""
    async with _hands(settings, echo) as hands:
        ongoing = await begin(hands, play, fields, voters=voters)
    site, card = settings.public_address, ongoing.cards[0]
    echo(f"投票页　{site}{ballot_path(ongoing.survey, card.unit)}#{card.code.replace('-', '')}")
    echo(f"大屏　　{site}/live/{ongoing.survey}/screen")
    return ongoing


async def leave_forms_open(settings: Settings, echo: Callable[[str], None], play: Play) -> None:
    """Leave a poll and a consultation open in the same town."""
    async with _hands(settings, echo) as hands:
        asked = await polling.leave_open(hands, play)
        invited = await consulting.leave_open(hands, play)
    site = settings.public_address
    echo(f"问卷页　{site}{ballot_path(asked, WHOLE)}")
    echo(f"意见页　{site}/c/{invited}")


async def open_workbench(settings: Settings, echo: Callable[[str], None], play: Play) -> None:
    """Let whoever watches sit down at two desks, the secretary's and the chairperson's."""
    word, second = (codes.spell(demo_password(settings)[at : at + 10]) for at in (0, 10))
    founding = Founding(
        key=spell_key(settings),
        town=play.name,
        congress=play.congress,
        name=play.company.secretary,
        password=word,
    )
    async with _hands(settings, echo) as hands, transaction(hands.registrar) as conn:
        if not await is_set_up(conn):
            await set_up(conn, settings, founding)
            await store.add_account.run(
                conn, play.town, "presiding", play.company.presiding,
                await passwords.hashed(second), Office.MEMBER.value, False,
            )  # fmt: skip
    echo(f"工作台　{settings.public_address}/console/signin")
    echo(f"　　　　{play.company.secretary}　密码　{word}")
    echo(f"　　　　{play.company.presiding}　密码　{second}　（开箱、公布时的第二人）")


@contextlib.asynccontextmanager
async def _hands(
    settings: Settings, echo: Callable[[str], None]
) -> AsyncGenerator[Stagehands, None]:
    server = find_server(settings)
    async with contextlib.AsyncExitStack() as stack:
        registrar = await open_pool(settings, server, Role.WEB, size=4)
        stack.push_async_callback(registrar.close)
        box = await open_pool(settings, server, Role.BOX, size=4)
        stack.push_async_callback(box.close)
        yield Stagehands(settings, registrar, box, settings.public_address, echo)


async def _published(pool: Pool, survey: str) -> dict[str, bytes]:
    async with transaction(pool) as conn:
        return {
            name: (await read_file(conn, survey, name)).content
            for name in (*publication.FILES, REPORT)
        }


async def _tally_sheet(pool: Pool, play: Play, survey: str) -> bytes:
    async with transaction(pool) as conn:
        return (await files.read_file.one(conn, play.town, survey, TALLY_SHEET)).content


def _write(folder: Path, files: dict[str, bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)


def _recount(files: dict[str, bytes], echo: Callable[[str], None]) -> None:
    evidence = {name: files[name] for name in publication.FILES}
    printed = fingerprint(files[publication.RESULT])
    report = verify(evidence, printed, signature_holds=holds_signature)
    for line in say(report):
        echo(line)
    if not report.passed:
        raise RuntimeError("what was published does not recount")


def _tell_places(
    settings: Settings, finished: Finished, folder: Path, *, echo: Callable[[str], None]
) -> None:
    site, survey = settings.public_address, finished.survey
    echo(f"结果页　{site}/results/{survey}")
    echo(f"公告　　{site}/results/{survey}/{REPORT}")
    echo(f"文件　　{folder}")

"""The chain of deeds is walked by a command, while the site stands still."""

import asyncio
from pathlib import Path

import pytest
from click.testing import CliRunner

from service.cli.commands import minping
from service.clock import now
from service.database import Role, connect
from service.database.chronicle import Head, record
from service.database.cluster import Server, running_cluster
from service.database.preparation import prepare
from service.settings import Settings
from tests.people import QIAN


async def two_deeds(settings: Settings, server: Server) -> Head:
    await prepare(settings, server)
    owner = await connect(settings, server, Role.OWNER)
    await owner.execute("insert into registrar.town values ('laochang', '老厂镇', '主席团')")
    async with owner.transaction():
        first = await record(owner, town="laochang", at=now(), actor=QIAN, action="open")
        await record(owner, town="laochang", at=now(), actor=QIAN, action="close")
    await owner.close()
    return first


async def rewrite(settings: Settings, server: Server) -> None:
    owner = await connect(settings, server, Role.OWNER)
    await owner.execute("alter table registrar.chronicle disable trigger user")
    await owner.execute("update registrar.chronicle set actor = '别人' where seq = 1")
    await owner.close()


def ask(settings: Settings, *known: str) -> tuple[int, str]:
    words = [word for each in known for word in ("--known", each)]
    done = CliRunner(env={"MINPING_HOME": str(settings.home)}).invoke(
        minping, ["check-chronicle", *words]
    )
    return done.exit_code, done.output


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(home=tmp_path_factory.mktemp("office"))


def test_a_deed_that_was_rewritten_past_the_program_is_named(settings: Settings) -> None:
    with running_cluster(settings) as server:
        first = asyncio.run(two_deeds(settings, server))
    code, said = ask(settings, first.digest[:16], f"{first.digest[:4]} {first.digest[4:20]}")
    assert (code, "老厂镇：办理记录 2 条" in said) == (0, True)
    code, said = ask(settings, "0123456789abcdef")
    assert (code, "指纹 0123456789abcdef 不在记录里" in said) == (1, True)
    with running_cluster(settings) as server:
        asyncio.run(rewrite(settings, server))
    code, said = ask(settings)
    assert (code, "办理记录第 1 条被改动过" in said) == (1, True)


def test_a_home_without_data_has_no_chronicle(tmp_path: Path) -> None:
    assert ask(Settings(home=tmp_path / "empty"))[0] == 1

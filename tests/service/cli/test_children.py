"""Child processes: started again when they die, ended when the site ends, never left behind."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from reports.document import Card, Cards, Document
from service.cli import children, lifeline
from service.cli.children import Child, keep
from service.settings import CHECKOUT, CannotStart
from service.web.press import LENGTH
from surveys import canonical

PATIENCE = 120
SLEEPS = "import time; time.sleep(600)"
NOTES_ITS_NUMBER = "import os, sys; open(sys.argv[1], 'a').write(f'{os.getpid()}\\n'); "


def a_child(diary: Path, then: str) -> Child:
    """A child that writes down its number, then does what it is told."""
    return Child("child", (sys.executable, "-c", NOTES_ITS_NUMBER + then, str(diary)))


def the_lives(diary: Path) -> list[int]:
    """The numbers of all that have lived."""
    return [int(line) for line in diary.read_text().splitlines()] if diary.exists() else []


async def until(true: Callable[[], bool]) -> None:
    """Look again until it is so, long before a child would end by itself."""
    async with asyncio.timeout(PATIENCE):
        while not true():  # noqa: ASYNC110 -- no event tells of another process's file or end
            await asyncio.sleep(0.01)


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


async def test_a_child_that_is_killed_is_started_again(tmp_path: Path) -> None:
    diary = tmp_path / "diary"
    with lifeline.held() as pipe:
        task = asyncio.create_task(keep(a_child(diary, SLEEPS), pipe))
        await until(lambda: len(the_lives(diary)) == 1)
        os.kill(the_lives(diary)[0], signal.SIGKILL)
        await until(lambda: len(the_lives(diary)) == 2)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    assert not any(is_alive(pid) for pid in the_lives(diary))


async def test_a_child_that_cannot_live_is_given_up_with_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(children, "pause_after", lambda _: 0.0)
    diary = tmp_path / "diary"
    with lifeline.held() as pipe, pytest.raises(CannotStart, match="“child”连续 5 次启动"):
        await keep(a_child(diary, "sys.exit(1)"), pipe)
    assert len(the_lives(diary)) == 5


async def test_a_child_that_does_not_listen_is_ended_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(children, "GRACE", 0.2)
    deaf = "import signal; signal.signal(15, signal.SIG_IGN); "
    diary = tmp_path / "diary"
    ready = "open(sys.argv[1] + '.deaf', 'w'); "
    with lifeline.held() as pipe:
        task = asyncio.create_task(keep(a_child(diary, deaf + ready + SLEEPS), pipe))
        await until((tmp_path / "diary.deaf").exists)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    assert not is_alive(the_lives(diary)[0])


PARENT = """
import asyncio, sys
from service.cli import lifeline
from service.cli.children import Child, keep
follower = "from service.cli import lifeline; lifeline.follow(); " + sys.argv[1]
with lifeline.held() as pipe:
    asyncio.run(keep(Child("child", (sys.executable, "-c", follower, sys.argv[2])), pipe))
"""


async def test_kill_9_of_the_parent_leaves_no_child(tmp_path: Path) -> None:
    diary = tmp_path / "diary"
    sleeper = NOTES_ITS_NUMBER + SLEEPS
    command = (sys.executable, "-c", PARENT, sleeper, str(diary))
    parent = await asyncio.create_subprocess_exec(*command)
    try:
        await until(lambda: len(the_lives(diary)) == 1)
        assert is_alive(the_lives(diary)[0])
    finally:
        parent.kill()
        await parent.wait()
    await until(lambda: not is_alive(the_lives(diary)[0]))


async def test_whoever_prints_cards_for_a_site_that_died_ends_too() -> None:
    """It has the whole document already, and minutes of printing before it."""
    card = Card("老厂镇人大主席团", "民主测评", "", "https://minping.example/", "K7M4", (), "")
    document = canonical.encode(Document("票卡", (Cards((card,) * 5000),), ""))
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "service", "print-slips"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        cwd=CHECKOUT,
    )
    async with asyncio.timeout(PATIENCE):
        printed, _ = await process.communicate(LENGTH.pack(len(document)) + document)
    assert (process.returncode, printed) == (-signal.SIGTERM, b"")

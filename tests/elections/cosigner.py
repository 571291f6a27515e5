"""The scrutineers' machine that co-signs: a real process, which may be killed and started again."""

import asyncio
import contextlib
import json
import os
import signal
import sys
from pathlib import Path

from service.settings import CHECKOUT
from tests.elections import pages
from tests.elections.commands import must
from tests.elections.secretary import Secretary

UP, SIGNED = "已连上", "联署 "


class Cosigner:
    """One folder on one computer."""

    def __init__(self, computer: Path) -> None:
        computer.mkdir(parents=True, exist_ok=True)
        self._computer, self._folder = computer, computer / "cosign"
        self._process: asyncio.subprocess.Process | None = None

    async def sit_down_at(self, secretary: Secretary, holder: str) -> None:
        """Between freezing the roll and printing: a name, a request, a public file."""
        page = f"{secretary.page}/cosigner"
        await secretary.desk.do(page, given={"act": "ask", "holder": holder})
        assert "监票人联署还没有办好" in await secretary.refused("cards")
        request = (await secretary.desk.http.get(f"{page}/request")).content
        await secretary.desk.do(page, given={"act": "bring"}, file=await self.make(request))

    async def make(self, request: bytes) -> bytes:
        """Draw the keys; what is carried to the desk."""
        path = self._computer / "cosign-request.json"
        path.write_bytes(request)
        said = await must("cosign", "make", path, self._folder, home=self._computer)
        assert "联署钥匙已做好" in said
        assert (self._folder / "cosign-private.json").stat().st_mode & 0o077 == 0
        return (self._folder / "cosign-public.json").read_bytes()

    async def start(self, fingerprint: str) -> None:
        """Run until it is on the line."""
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "service", "cosign", "run"),
            *("--fingerprint", fingerprint, str(self._folder)),
            cwd=CHECKOUT,
            env={**os.environ, "MINPING_HOME": str(self._computer), "PYTHONUNBUFFERED": "1"},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        await self.until(UP)

    async def until(self, words: str) -> str:
        """Wait for something to stand on its screen."""
        assert self._process is not None
        assert self._process.stdout is not None
        said = ""
        async with asyncio.timeout(pages.PATIENCE):
            async for line in self._process.stdout:
                said += line.decode()
                if words in said:
                    return said
        raise AssertionError(said)

    async def kill(self) -> None:
        """The power fails."""
        if self._process is not None and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.send_signal(signal.SIGKILL)
            await self._process.wait()

    async def ended(self) -> str:
        """It ends by itself once the vote is over; what it said last."""
        assert self._process is not None
        said = await self.until("不再联署")
        await asyncio.wait_for(self._process.wait(), pages.PATIENCE)
        assert self._process.returncode == 0, said
        return said

    async def counted(self) -> dict[str, int]:
        """What its report says of each group, once it signs no more."""
        await must("cosign", "report", self._folder, home=self._computer)
        told = json.loads((self._folder / "cosign-report.json").read_bytes())
        assert told["closed"] is True
        return {pile["group"]: pile["cosigned"] for pile in told["piles"]}

"""The machine burns in the middle of a vote; 秘书 Qian has two files in two drawers."""

import asyncio
from pathlib import Path

import httpx
import msgspec

from service.clock import now
from service.database.backup import back_up, restore
from service.settings import Settings
from tests.journeys.meetings import a_short_plan, convene_and_open
from tests.journeys.phones import the_form, vote
from tests.journeys.sites import PATIENCE, Site, running


async def test_what_was_acknowledged_before_the_backup_is_there_and_is_counted(
    site: Site, web: httpx.AsyncClient, tmp_path: Path
) -> None:
    meeting = await convene_and_open(site, people=6, plan=a_short_plan())
    form = await the_form(meeting)
    before = [await vote(web, meeting, code, form) for code in meeting.codes[:4]]
    kept = await asyncio.to_thread(back_up, site.settings, tmp_path / "drawer", now())
    later = await vote(web, meeting, meeting.codes[4], form)
    home = tmp_path / "another-machine"
    await asyncio.to_thread(restore, Settings(home=home), kept)
    async with running(home) as rebuilt:
        again = msgspec.structs.replace(meeting, site=rebuilt)
        async with httpx.AsyncClient(base_url=rebuilt.address, timeout=PATIENCE) as phone:
            repeated = [await vote(phone, again, sent.code, form) for sent in before]
            assert [sent.receipt for sent in repeated] == [sent.receipt for sent in before]
            assert await again.cast() == 4
            # Her ballot came after the backup; her slip is as good as it was then.
            assert (await vote(phone, again, later.code, form)).receipt != later.receipt
        await again.close()
        await again.count()
        assert (await again.row()).count.read().sealed == 5

"""老厂镇's evaluation as it stands published, and a worker that prints its papers."""

from collections.abc import Awaitable, Callable

import pytest

from service.boards.documents import printing
from service.database import Pool, transaction
from service.jobs.worker import work_once
from service.press.working import Press
from service.settings import Settings
from surveys import canonical
from surveys.canonical import fingerprint
from surveys.rules.ruleset import RuleSet
from surveys.stages import Stage
from tests.builders import SURVEY, a_plan, a_roll
from tests.reports.cases import laochang_count, laochang_manifest, published
from tests.service.boards.conftest import Browser

AT = "2026-11-20T11:20:00+08:00"
PAPERS = f"/console/appraisals/{SURVEY}/papers"
RESULT = canonical.encode(published(laochang_count(), at=AT, approved_by="主席团第12次会议"))

Work = Callable[[], Awaitable[bool]]


async def hold(owner: Pool, stage: Stage, *, rules: RuleSet | None = None) -> None:
    """Put the evaluation into the registrar as it is at a stage."""
    manifest, count = laochang_manifest(), laochang_count()
    rules = rules or manifest.rules
    counted = stage in {Stage.COUNTED, Stage.CONFIRMED, Stage.PUBLISHED}
    result = RESULT if stage is Stage.PUBLISHED else None
    confirmation = canonical.encode(published(count, at=AT).confirmation)
    async with transaction(owner) as conn:
        town = await conn.fetchval("select town_id from registrar.town")
        await conn.execute(
            "insert into registrar.evaluation (town_id, survey_id, title, stage, plan, rules, roll,"
            " entitled, manifest, manifest_digest, count, confirmation, result_digest)"
            " values ($1, $2, $3, $4, $5, $6, $7, 46, $8, $9, $10, $11, $12)",
            *(town, SURVEY, manifest.title, stage.value),
            *(canonical.encode(value).decode() for value in (a_plan(), rules, a_roll())),
            *(canonical.encode(manifest), count.manifest),
            canonical.encode(count) if counted else None,
            confirmation if stage in {Stage.CONFIRMED, Stage.PUBLISHED} else None,
            fingerprint(result) if result else None,
        )
        if result:
            await conn.execute(
                "insert into registrar.document (town_id, survey_id, name, media_type, content,"
                " digest, public) values ($1, $2, 'result.json', 'application/json', $3, $4, true)",
                *(town, SURVEY, result, fingerprint(result)),
            )


@pytest.fixture
async def secretary(qian: Browser, owner_pool: Pool) -> Browser:
    """秘书 Qian, whose evaluation is published."""
    await hold(owner_pool, Stage.PUBLISHED)
    return qian


@pytest.fixture
def work(settings: Settings, worker_press: Press) -> Work:
    """Do one piece of printing; False if nobody asked for any."""

    async def once() -> bool:
        return await work_once(worker_press.pool, printing.kinds(settings, worker_press))

    return once

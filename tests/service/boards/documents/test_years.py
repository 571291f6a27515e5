"""Earlier results of the same town stand beside this one; others do not."""

import msgspec
import pytest

from service.database import Pool, transaction
from surveys import canonical
from surveys.canonical import fingerprint
from tests.builders import a_plan
from tests.reports.cases import laochang_count, laochang_manifest, published
from tests.service.boards.conftest import Browser
from tests.service.boards.documents.conftest import PAPERS


async def publish(owner: Pool, survey: str, day: str, *, rehearsal: bool = False) -> None:
    """Another evaluation of the town, published with the same votes on another day."""
    manifest = msgspec.structs.replace(laochang_manifest(), survey=survey)
    count = laochang_count()
    at = f"{day}T09:30:00+08:00"
    meeting = msgspec.structs.replace(count.meeting, opened_at=at)
    result = canonical.encode(
        published(msgspec.structs.replace(count, meeting=meeting, survey=survey), at=at)
    )
    plan = msgspec.structs.replace(a_plan(), rehearsal=rehearsal)
    async with transaction(owner) as conn:
        town = await conn.fetchval("select town_id from registrar.town")
        await conn.execute(
            "insert into registrar.evaluation (town_id, survey_id, title, stage, plan, rules,"
            " manifest, count, confirmation, result_digest)"
            " values ($1, $2, $3, 'published', $4, $5, $6, $7, $8, $9)",
            *(town, survey, manifest.title, canonical.encode(plan).decode()),
            *(canonical.encode(manifest.rules).decode(), canonical.encode(manifest)),
            *(canonical.encode(count), b"{}", fingerprint(result)),
        )
        await conn.execute(
            "insert into registrar.document (town_id, survey_id, name, media_type, content, digest,"
            " public) values ($1, $2, 'result.json', 'application/json', $3, $4, true)",
            *(town, survey, result, fingerprint(result)),
        )


@pytest.mark.parametrize("paper", ["years", "own-report~land"])
async def test_an_earlier_result_stands_beside_this_one(
    secretary: Browser, owner_pool: Pool, paper: str
) -> None:
    await publish(owner_pool, "y2025", "2025-11-19")
    await publish(owner_pool, "y2027", "2027-11-19")
    await publish(owner_pool, "trial", "2024-11-19", rehearsal=True)
    page = (await secretary.get(f"{PAPERS}/{paper}")).text
    assert "只有2次结果" in page
    assert "2025年" in page
    assert "2027年" not in page
    assert "2024年" not in page


async def test_without_an_earlier_one_the_report_keeps_silent(secretary: Browser) -> None:
    assert "与往年对照" not in (await secretary.get(f"{PAPERS}/own-report~land")).text
    assert "以前没有公布过" in (await secretary.get(f"{PAPERS}/years")).text

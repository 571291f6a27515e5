"""An evaluation that is open."""

import pytest

from service.boards.appraisals import drafting, meeting, store
from service.box import gate
from service.clock import now
from service.database import Pool, transaction
from service.database.secrets import slip_key
from service.dossier.deeds import Deed
from service.settings import Settings
from surveys import canonical
from surveys.canonical import fingerprint
from surveys.manifest import Manifest
from tests.boxes import a_true_manifest
from tests.builders import a_plan, a_rule_set
from tests.people import QIAN


@pytest.fixture
async def manifest(settings: Settings, web_pool: Pool, box_pool: Pool) -> Manifest:
    """What it was opened under; its box takes ballots."""
    manifest = a_true_manifest(settings, printed=2)
    deed = Deed(town=manifest.town, survey=manifest.survey, actor=QIAN, now=now())
    async with transaction(web_pool) as conn:
        await conn.execute(
            "insert into registrar.town (town_id, name, congress) values ($1, '老厂镇', '主席团')",
            manifest.town,
        )
        await drafting.draft(conn, deed, a_plan(), a_rule_set())
        await store.freeze_roll.run(conn, deed.town, deed.survey, "null", manifest.entitled)
        data = canonical.encode(manifest)
        await store.freeze_manifest.run(conn, deed.town, deed.survey, data, fingerprint(data))
    async with transaction(box_pool) as conn:
        await gate.prepare_gate(conn, manifest)
        await gate.print_slips(conn, manifest, key=slip_key(settings))
    async with transaction(web_pool) as conn:
        await meeting.open_vote(conn, box_pool, deed, in_spite_of_quorum="试开")
    return manifest

"""At the close the worker hands out what was sealed: the witness sheet, and a box to carry away."""

import io
import zipfile
from collections.abc import Mapping
from functools import partial
from typing import Final

from reports.writing.witness import write_witness
from service.boards.appraisals import store
from service.boards.appraisals.opened import read_sealed
from service.boards.appraisals.shares import find_custody
from service.clock import now
from service.database import transaction
from service.jobs.queue import Job
from service.jobs.worker import Work
from service.press.orders import order
from service.press.working import Press
from surveys import canonical, publication
from surveys.ballots.sealed_list import merkle_root
from surveys.stages import Stage

WITNESS: Final = "witness.pdf"
TO_OPEN: Final = "to-open.zip"
PUBLIC: Final = "box-key.json"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


def kinds(press: Press) -> Mapping[str, Work]:
    """The work."""
    return {"evaluation.hand-out": partial(hand_out, press)}


async def hand_out(press: Press, job: Job) -> None:
    """Print the root of the sealed list for the scrutineers, before anything is opened."""
    assert job.survey_id is not None
    async with transaction(press.pool) as conn:
        row = await store.find(conn, job.town_id, job.survey_id)
        if row.read_stage() is not Stage.CLOSED:
            return
        sealed = await read_sealed(conn, job.survey_id)
        kept = await find_custody.maybe(conn, job.town_id, job.survey_id)
    manifest = row.manifest or b""
    root = merkle_root([bytes.fromhex(one.leaf) for one in sealed]).hex()
    sheet = write_witness(
        row.read_manifest(),
        number=len(sealed),
        root=root,
        fingerprint=row.manifest_digest or "",
        closed_at=now().isoformat(),
    )
    files = {WITNESS: ("application/pdf", await press.make(job, order(sheet)))}
    if kept is not None:
        packed = _pack(
            {
                PUBLIC: kept.public_key.encode(),
                publication.MANIFEST: manifest,
                publication.SEALED: publication.write_sealed(sealed),
            }
        )
        files[TO_OPEN] = ("application/zip", packed)
    async with transaction(press.pool) as conn:
        for name, (media, content) in files.items():
            digest = canonical.fingerprint(content)
            await store.keep_document.run(
                conn, job.town_id, job.survey_id, name, media, content, digest, False
            )


def _pack(files: Mapping[str, bytes]) -> bytes:
    """A zip archive without times of its own."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), data, zipfile.ZIP_DEFLATED)
    return into.getvalue()

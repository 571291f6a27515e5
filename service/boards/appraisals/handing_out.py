"""At the close the worker hands out what was sealed: the witness sheet, and a box to carry away."""

from collections.abc import Mapping
from functools import partial
from typing import Final

from reports.writing.witness import Witnessed, write_witness
from service.boards.appraisals import store
from service.boards.appraisals.opened import read_sealed
from service.boards.appraisals.shares import find_custody
from service.database import transaction
from service.dossier.deeds import by_program
from service.dossier.files import keep_file
from service.jobs.queue import Job
from service.jobs.worker import Work
from service.press.orders import order
from service.press.working import Press
from service.stamping.doors import count_collected
from service.web.files import pack
from surveys import publication
from surveys.ballots.sealed_list import merkle_root
from surveys.stages import Stage

WITNESS: Final = "witness.pdf"
TO_OPEN: Final = "to-open.zip"
PUBLIC: Final = "box-key.json"


def kinds(press: Press) -> Mapping[str, Work]:
    """The work."""
    return {"evaluation.hand-out": partial(hand_out, press)}


async def hand_out(press: Press, job: Job) -> None:
    """Print the root of the sealed list for the scrutineers, before anything is opened."""
    deed = by_program(job)
    async with transaction(press.pool) as conn:
        row = await store.find(conn, deed.town, deed.survey)
        if row.stage is not Stage.CLOSED:
            return
        sealed = await read_sealed(conn, deed.survey)
        kept = await find_custody.maybe(conn, deed.town, deed.survey)
        paper = await count_collected(conn, deed.survey)
    manifest = row.manifest.data
    root = merkle_root([bytes.fromhex(one.leaf) for one in sealed]).hex()
    witnessed = Witnessed(
        number=len(sealed),
        root=root,
        fingerprint=row.manifest_digest or "",
        closed_at=deed.now.isoformat(),
        paper=paper.returned if paper else None,
    )
    sheet = write_witness(row.manifest.read(), witnessed)
    files = {WITNESS: await press.make(job, order(sheet))}
    if kept is not None:
        files[TO_OPEN] = pack(
            {
                PUBLIC: kept.public_key.data,
                publication.MANIFEST: manifest,
                publication.SEALED: publication.write_sealed(sealed),
            }
        )
    async with transaction(press.pool) as conn:
        for name, content in files.items():
            await keep_file(conn, deed, name, content)

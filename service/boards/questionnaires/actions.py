"""Keep what an author wrote: a draft is changed in place, a used version gets a next one."""

import asyncio
from collections.abc import Sequence

import msgspec

from service.boards.questionnaires import store
from service.boards.questionnaires.store import VersionRow
from service.database import Connection
from service.dossier.deeds import Deed, new_key, record
from surveys import canonical
from surveys.questionnaire.form import Questionnaire
from surveys.questionnaire.paste.dumping import dump
from surveys.questionnaire.paste.keeping import settle
from surveys.questionnaire.paste.reading import parse
from surveys.questionnaire.proofread import proofread
from surveys.refusals import Refusal
from surveys.values import Value


class Written(Value, frozen=True):
    """What a text became. Nobody may use it until it is `ready`."""

    form: Questionnaire
    source: str
    ready: bool


def write(text: str, *, version: int, before: Questionnaire | None = None) -> Written:
    """Read a text. One that was read whole is kept in its canonical writing, else as typed.

    `before` is the version that was used last; what it asked in the same words keeps its key.
    """
    reading = parse(text)
    if reading.unread:
        return Written(form=reading.form, source=text, ready=False)
    form = msgspec.structs.replace(reading.form, version=1)
    if all(complaint.code != "key.duplicate" for complaint in proofread(form)):
        form = settle(form, before)
    return Written(
        form=msgspec.structs.replace(form, version=version),
        source=dump(form),
        ready=not proofread(form),
    )


async def create(conn: Connection, deed: Deed, text: str) -> str:
    """A new questionnaire; its key cannot be guessed from another's."""
    key = new_key()
    await _add(conn, deed, key, await asyncio.to_thread(write, text, version=1))
    await record(conn, deed, "draft-questionnaire", f"{key} 1")
    return key


async def revise(conn: Connection, deed: Deed, key: str, text: str, *, seen: str) -> int:
    """Change the newest version, or begin the next where it was used; which one it was.

    `seen`: the fingerprint of the text that was changed, so that no two authors overwrite each
    other.
    """
    versions = await _locked(conn, deed.town, key)
    newest = versions[0]
    if canonical.fingerprint(newest.source.encode()) != seen:
        raise Refusal("questionnaire.changed")
    if newest.frozen:
        return await _begin(conn, deed, newest, text)
    written = await asyncio.to_thread(write, text, version=newest.version, before=_used(versions))
    await store.revise_version.run(conn, deed.town, key, newest.version, *_columns(written))
    return newest.version


async def copy(conn: Connection, deed: Deed, key: str) -> int:
    """Begin the next version of a used questionnaire with the text of the last; which it is."""
    newest = (await _locked(conn, deed.town, key))[0]
    return await _begin(conn, deed, newest, newest.source) if newest.frozen else newest.version


async def delete(conn: Connection, deed: Deed, key: str) -> None:
    """Throw away the newest version, a draft; those before it stay."""
    newest = (await _locked(conn, deed.town, key))[0]
    if newest.frozen:
        raise Refusal("questionnaire.frozen")
    await store.delete_version.run(conn, deed.town, key, newest.version)
    await record(conn, deed, "delete-questionnaire", f"{key} {newest.version}")


async def find(conn: Connection, town: str, key: str, version: int | None = None) -> VersionRow:
    """One version of a town's questionnaire, the newest unless told."""
    for row in await store.list_versions.all(conn, town, key):
        if version is None or row.version == version:
            return row
    raise Refusal("questionnaire.unknown")


async def _begin(conn: Connection, deed: Deed, newest: VersionRow, text: str) -> int:
    version, key = newest.version + 1, newest.questionnaire_id
    before = _used((newest,))
    written = await asyncio.to_thread(write, text, version=version, before=before)
    await _add(conn, deed, key, written, version)
    await record(conn, deed, "draft-questionnaire", f"{key} {version}")
    return version


async def _add(conn: Connection, deed: Deed, key: str, written: Written, version: int = 1) -> None:
    await store.add_version.run(conn, deed.town, key, version, *_columns(written))


def _columns(written: Written) -> tuple[str, str, str, bool]:
    form = canonical.encode(written.form).decode()
    return written.form.title, form, written.source, written.ready


def _used(versions: Sequence[VersionRow]) -> Questionnaire | None:
    used = next((row for row in versions if row.frozen), None)
    return canonical.decode(used.form, Questionnaire) if used else None


async def _locked(conn: Connection, town: str, key: str) -> list[VersionRow]:
    versions = await store.lock_versions.all(conn, town, key)
    if not versions:
        raise Refusal("questionnaire.unknown")
    return versions

"""A published poll that stands beside an evaluation (选民意见): named, read back, taken away.

Only what a poll published may be quoted, so every number has passed its gate of disclosure. It may
change until the evaluation is being published, and never touches the count.
"""

import contextlib
from collections.abc import Mapping
from datetime import datetime
from typing import Final

import msgspec

from reports.wording.voters import say_quoted
from service.boards.appraisals import store
from service.boards.appraisals.course import work_of
from service.database import Connection
from service.database.columns import Stored
from service.database.statements import command, query
from service.dossier.course import read_progress
from service.dossier.deeds import Deed, record
from surveys import canonical
from surveys.keys import AppraiseeKey, SurveyKey, TownKey
from surveys.poll import PollManifest
from surveys.quotation.matching import Place, Topic
from surveys.quotation.quoted import Choice, Quotation, Source, quote
from surveys.refusals import Refusal
from surveys.stages import Stage
from surveys.statistics.poll_reading import PollReading
from surveys.tally.poll_results import PollResult
from surveys.values import Value

OPEN_TO: Final = frozenset(
    {Stage.PREPARED, Stage.OPEN, Stage.PAUSED, Stage.CLOSED, Stage.COUNTED, Stage.CONFIRMED}
)
"""From the day its appraisees are settled until it is published."""


class ListedPollRow(msgspec.Struct, frozen=True):
    """A poll that may be named."""

    survey_id: str
    title: str
    published_at: datetime
    manifest: Stored[PollManifest]


class PublishedPollRow(msgspec.Struct, frozen=True):
    """A poll and the files it published."""

    survey_id: str
    title: str
    manifest: Stored[PollManifest]
    result_digest: str
    result: Stored[PollResult]
    reading: Stored[PollReading]

    def read_source(self) -> Source:
        """All of it; a reading that another release wrote otherwise is left out."""
        reading = None
        with contextlib.suppress(Refusal):
            reading = self.reading.maybe()
        return Source(self.manifest.read(), self.result.read(), self.result_digest, reading)


class QuotationRow(msgspec.Struct, frozen=True):
    """Which poll stands beside an evaluation, and what of it."""

    poll_id: str
    title: str
    choice: Stored[Choice]


class Named(Value, frozen=True):
    """What somebody looked at and chose: a poll, one topic of it, the place of each appraisee."""

    poll: SurveyKey
    topic: Topic
    places: dict[AppraiseeKey, Place]


list_polls: Final = query("quotations", "list_published_polls", ListedPollRow)
find_quotation: Final = query("quotations", "find_quotation", QuotationRow)
_find_poll: Final = query("quotations", "find_published_poll", PublishedPollRow)
_keep: Final = command("quotations", "keep_quotation")
_drop: Final = command("quotations", "drop_quotation")


async def name_poll(conn: Connection, deed: Deed, named: Named) -> None:
    """Let this poll stand beside the evaluation, for those whose place somebody looked at."""
    await _lock_unpublished(conn, deed)
    source, poll, places = await find_poll(conn, deed.town, named.poll), named.poll, named.places
    _demand_apart(places)
    choice = canonical.encode(Choice(named.topic.title, named.topic.answers, places)).decode()
    await _keep.run(conn, deed.town, deed.survey, poll, choice)
    detail = say_quoted(source.manifest.title, poll, len(places))
    await record(conn, deed, "quote-poll", f"{source.fingerprint} {detail}")


async def take_away(conn: Connection, deed: Deed) -> None:
    """Let none stand beside it."""
    await _lock_unpublished(conn, deed)
    if await _drop.run(conn, deed.town, deed.survey):
        await record(conn, deed, "drop-quotation")


async def find_poll(conn: Connection, town: TownKey, poll: SurveyKey) -> Source:
    """A published poll of this town; nothing of any other may be quoted."""
    found = await _find_poll.maybe(conn, town, poll)
    if found is None:
        raise Refusal("quotation.not_published")
    return found.read_source()


async def read_quotation(conn: Connection, town: TownKey, survey: SurveyKey) -> Quotation | None:
    """What stands beside an evaluation, made anew of the poll's published files."""
    row = await find_quotation.maybe(conn, town, survey)
    if row is None:
        return None
    source = await find_poll(conn, town, row.poll_id)
    return quote(source, row.choice.read())


def _demand_apart(places: Mapping[AppraiseeKey, Place]) -> None:
    """At least one, and none for two appraisees: what was said of one is said of no other."""
    if not places:
        raise Refusal("quotation.nothing_chosen")
    chosen = list(places.values())
    for place in chosen:
        if chosen.count(place) > 1:
            raise Refusal("quotation.place_twice", label=place.label)


async def _lock_unpublished(conn: Connection, deed: Deed) -> store.EvaluationRow:
    """Hold the evaluation; what two people asked to publish is not changed meanwhile."""
    row = await store.lock(conn, deed.town, deed.survey)
    stage = row.stage
    if stage is Stage.DRAFTED:
        raise Refusal("quotation.too_early")
    jobs = await read_progress.all(conn, deed.town, deed.survey)
    publishing = stage is Stage.CONFIRMED and work_of(row, jobs).running
    if stage not in OPEN_TO or publishing:
        raise Refusal("quotation.too_late")
    return row

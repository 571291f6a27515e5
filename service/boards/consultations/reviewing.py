"""One step of a review: what was pressed becomes a row, and after the digest a line more in it."""

from typing import Final

from service.boards.consultations import store
from service.boards.consultations.reading import read_logs, review_of
from service.database import Connection
from service.dossier.deeds import Deed, record
from service.web.fields import Fields, one
from surveys import canonical
from surveys.consultation.course import REPLYING
from surveys.consultation.digest import digest_of
from surveys.consultation.review import (
    LONGEST_ANSWER,
    Accepted,
    Entry,
    Forwarded,
    Merged,
    Redacted,
    Replied,
    SetAside,
    Taken,
    Undone,
    demand_place,
    demand_time,
    name_of,
    standing,
    take,
)
from surveys.questionnaire.texts import clean
from surveys.refusals import Refusal

_LONGEST_DEPARTMENT: Final = 60


def read_entry(fields: Fields, deed: Deed) -> Entry:
    """What was pressed at the review desk."""
    match one(fields, "step"):
        case "accepted":
            return Accepted()
        case "merged":
            return Merged(_number(one(fields, "into")))
        case "redacted":
            return Redacted(_words(fields, "words"), _words(fields, "why"))
        case "forwarded":
            to = _words(fields, "to", lines=False)[:_LONGEST_DEPARTMENT]
            return Forwarded(to=to, on=deed.now.date().isoformat())
        case "replied":
            return Replied(_words(fields, "reply"))
        case "set_aside":
            return SetAside(_words(fields, "reason"))
        case "undone":
            return Undone()
        case _:
            raise Refusal("request.malformed", detail="step")


async def review(conn: Connection, deed: Deed, number: int, entry: Entry) -> None:
    """Take one step with one opinion."""
    row = await store.lock(conn, deed.town, deed.survey)
    rows = await store.read_opinions.all(conn, deed.town, deed.survey)
    logs = read_logs(await store.read_reviews.all(conn, deed.town, deed.survey))
    states = {each.number: standing(logs.get(each.number, ())) for each in rows}
    if number not in states:
        raise Refusal("request.unknown_page")
    log = logs.get(number, ())
    taken = take(states[number], entry)
    after = standing((*log, taken))
    demand_place(number, after, states)
    demand_time(row.stage, states[number], after)
    await store.add_review.run(
        conn,
        *(deed.town, deed.survey, number, len(log) + 1),
        *(deed.now, deed.actor, canonical.encode(Taken(taken)).decode()),
    )
    await record(conn, deed, "review-opinion", f"{number} {name_of(taken)}")
    if row.stage in REPLYING:
        logs[number] = (*log, taken)
        reviewed = tuple(review_of(each, logs.get(each.number, ())) for each in rows)
        digest = canonical.encode(digest_of(row.plan.read(), reviewed)).decode()
        await store.renew_digest.run(conn, deed.town, deed.survey, digest)


def _number(written: str) -> int:
    if not (written.isascii() and written.isdigit()):
        raise Refusal("consultation.no_merge", number=written or "?")
    return int(written[:9])


def _words(fields: Fields, name: str, *, lines: bool = True) -> str:
    words = clean(one(fields, name), lines=lines)
    if not 0 < len(words) <= LONGEST_ANSWER:
        raise Refusal("consultation.words_missing", most=LONGEST_ANSWER)
    return words

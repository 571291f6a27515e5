"""What is going on and what was published becomes the front page; a receipt becomes its check."""

from collections.abc import Iterable

from reports.wording.fingerprints import MANIFEST
from reports.wording.front import (
    ASKING,
    CONSULTING,
    DIGESTING,
    GOING_ON,
    say_digest_published,
    say_published,
)
from reports.wording.numbers import in_fours
from surveys.stages import Stage
from surveys.values import Value


class Entry(Value, frozen=True):
    """One survey on the front page."""

    title: str
    href: str
    note: str


class Listed(Value, frozen=True):
    """What the front page needs to know of a survey; `published_at` only once published."""

    survey: str
    title: str
    stage: Stage
    published_at: str = ""
    poll: bool = False


class Consulted(Value, frozen=True):
    """The same of a consultation, whose page stays at one address."""

    survey: str
    title: str
    stage: str
    published_at: str = ""


class FrontView(Value, frozen=True, kw_only=True):
    """`public/index.html`."""

    congress: str
    going_on: tuple[Entry, ...]
    published: tuple[Entry, ...]

    @classmethod
    def of(
        cls, congress: str, listed: Iterable[Listed], consultations: Iterable[Consulted] = ()
    ) -> "FrontView":
        """Sort into what is going on and what is published; drafts are not shown."""
        known, asked = tuple(listed), tuple(consultations)
        return cls(
            congress=congress,
            going_on=(
                *(_going_on(one) for one in known if one.stage in GOING_ON),
                *(_consulted(one) for one in asked if not one.published_at),
            ),
            published=(
                *(_published(one) for one in known if one.stage is Stage.PUBLISHED),
                *(_consulted(one) for one in asked if one.published_at),
            ),
        )


def _going_on(listed: Listed) -> Entry:
    can_vote = listed.stage is Stage.OPEN
    return Entry(
        title=listed.title,
        href=f"/v/{listed.survey}" if can_vote else "",
        note=(ASKING if listed.poll else GOING_ON)[listed.stage],
    )


def _published(listed: Listed) -> Entry:
    note = say_published(listed.published_at)
    return Entry(title=listed.title, href=f"/results/{listed.survey}", note=note)


def _consulted(listed: Consulted) -> Entry:
    if listed.published_at:
        note = say_digest_published(listed.published_at)
    else:
        note = CONSULTING if listed.stage == "open" else DIGESTING
    return Entry(listed.title, f"/c/{listed.survey}", note)


class ReceiptCheckView(Value, frozen=True, kw_only=True):
    """`public/receipt.html`: nothing asked yet, in the box, or not in it."""

    congress: str
    code: str = ""
    asked: bool = False
    title: str = ""
    fingerprints: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @classmethod
    def of(
        cls,
        congress: str,
        *,
        code: str = "",
        title: str = "",
        manifest: str = "",
    ) -> "ReceiptCheckView":
        """`code` as typed; the evaluation and its manifest's fingerprint where the box holds it."""
        return cls(
            congress=congress,
            code=code,
            asked=bool(code),
            title=title,
            fingerprints=((MANIFEST, in_fours(manifest)),) if manifest else (),
        )

"""A visitor becomes what the page of signing in shows."""

from datetime import datetime

from reports.wording.entry import HALTED, STANDINGS, say_deadline, say_size
from reports.wording.entry import WHOLE as WHOLE_BALLOT
from reports.wording.proof import say_secrecy
from service.boards.entry.actions import Visitor
from service.clock import CHINA
from service.web.views.ballot import BallotView
from surveys.keys import WHOLE
from surveys.values import Value


class Way(Value, frozen=True):
    """One ballot: of a department, or of all of them together."""

    label: str
    words: str
    address: str
    """Where to vote, or to hand over what was stamped; empty where there is nothing to do."""
    done: bool


class EntryView(Value, frozen=True, kw_only=True):
    """`voter/entry.html`."""

    survey: str
    congress: str
    title: str
    line: str
    secrecy: str
    name: str
    ways: tuple[Way, ...]
    next: str
    """Why there is nothing to vote on now, in a sentence; or empty."""
    halted: str

    @property
    def taken(self) -> int:
        """How many ballots are done."""
        return sum(way.done for way in self.ways)

    @property
    def unsure(self) -> bool:
        """Whether a ballot that was stamped may still be on its way, on the phone it is kept on."""
        return any(way.done and way.address for way in self.ways)

    @classmethod
    def of(cls, visitor: Visitor, *, now: datetime) -> "EntryView":
        """The page of this visitor."""
        row, manifest = visitor.row, visitor.manifest
        whole = BallotView.of(manifest, fingerprint=row.manifest_digest or "")
        base = f"/j/{row.survey_id}"
        return cls(
            survey=row.survey_id,
            congress=row.congress,
            title=row.title,
            line=_line(row.closes_at, now, departments=len(manifest.appraisees), view=whole),
            secrecy=say_secrecy(manifest.secrecy, manifest.custody),
            name=visitor.voter.name if visitor.voter else "",
            ways=_ways(visitor, base),
            next=f"{base}/next" if visitor.open_now and visitor.next_unit is not None else "",
            halted=HALTED.get(row.stage, ""),
        )


def _ways(visitor: Visitor, base: str) -> tuple[Way, ...]:
    labels = {each.key: each.label for each in visitor.manifest.appraisees}
    return tuple(
        Way(
            label=labels.get(right.unit, WHOLE_BALLOT),
            words=STANDINGS[right.standing],
            address=_address(base, right.unit)
            if visitor.open_now and right.standing != "voided"
            else "",
            done=right.standing == "stamped",
        )
        for right in visitor.rights
    )


def _address(base: str, unit: str) -> str:
    return f"{base}/vote" if unit == WHOLE else f"{base}/vote/{unit}"


def _line(closes: datetime | None, now: datetime, *, departments: int, view: BallotView) -> str:
    civil = closes.astimezone(CHINA) if closes else None
    until = [say_deadline(civil, now.astimezone(CHINA))] if civil else []
    return " · ".join([*until, *say_size(departments, view.minutes)])

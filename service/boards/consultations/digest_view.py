"""A digest becomes what a page shows of it, in the words of the printed one."""

from reports.wording.consultations import OPEN_TO_ALL, say_handled, say_times
from reports.writing.digest import label_of, say_note
from surveys.consultation.digest import Digest, Point
from surveys.values import Value


class PointView(Value, frozen=True):
    """One point: how often it was said, its words, what stands under it."""

    times: str
    words: str
    note: str
    reply: str


class ChapterView(Value, frozen=True):
    """One subject."""

    label: str
    received: int
    points: tuple[PointView, ...]


class DigestView(Value, frozen=True):
    """`console/consultation_digest.html` and `public/consultation.html`."""

    title: str
    received: int
    handled: str
    caveat: str
    chapters: tuple[ChapterView, ...]
    set_aside: tuple[tuple[str, int], ...]
    waiting: int

    @classmethod
    def of(cls, digest: Digest) -> "DigestView":
        """Every chapter somebody wrote of."""
        return cls(
            title=digest.title,
            received=digest.received,
            handled=say_handled(digest.states),
            caveat=OPEN_TO_ALL,
            chapters=tuple(
                ChapterView(label_of(each), each.received, tuple(map(_point, each.points)))
                for each in digest.chapters
                if each.received or each.points
            ),
            set_aside=digest.set_aside,
            waiting=digest.states.get("received", 0),
        )


def _point(point: Point) -> PointView:
    return PointView(say_times(point.times), point.words, say_note(point), point.reply)

"""Turnout and, once published, the result become the big screen; no running count exists."""

from typing import Final

import segno

from reports.wording.numbers import in_fours
from service.web.views.result import ResultView
from surveys import canonical
from surveys.stages import Stage
from surveys.values import Value

_INK: Final = "#1d1512"
_QUIET_ZONE: Final = 2
"""Modules of white around the code; the white card around it gives as much again."""


class Turnout(Value, frozen=True, kw_only=True):
    """What the stream and the poll send: how many, never what. `quorum` is the least present."""

    stage: Stage
    cast: int
    issued: int
    entitled: int
    present: int | None = None
    quorum: int | None = None
    """The least number present that may vote; None where the rule set asks for none."""
    closes_at: str | None = None
    held_at: str | None = None
    """Since when the time that is left stands still."""
    rights: bool = False
    """People may still sign in: `issued` is how many ballots there can be at most."""


class Shown(Value, frozen=True, kw_only=True):
    """The evaluation on the screen; `whole` where one ballot covers all departments."""

    survey: str
    title: str
    congress: str
    whole: bool = True
    poll: bool = False
    law: str = ""
    """Fingerprint of the manifest, once it is frozen."""


class ScreenView(Value, frozen=True, kw_only=True):
    """`live/screen.html`."""

    congress: str
    title: str
    survey: str
    address: str
    code: str
    """The address as a QR code, inline SVG."""
    law: tuple[str, ...]
    """Fingerprint of the manifest, in groups of four."""
    whole: bool
    """Whether one ballot covers all departments, so that ballots are people."""
    poll: bool
    """A poll has no meeting: nobody is entitled to it, nobody is present."""
    signs_in: bool
    """The code leads to signing in; whoever drew a card scans the card."""
    turnout: Turnout
    expected: int
    now: str
    """The turnout as the stream sends it, for the first drawing."""
    result: ResultView | None

    @classmethod
    def of(
        cls, shown: Shown, turnout: Turnout, *, origin: str, result: ResultView | None = None
    ) -> "ScreenView":
        """`origin` such as `http://192.168.1.5:8642`; `result` is looked at once published."""
        signs_in = turnout.rights and not shown.poll
        address = f"{origin}/{'j' if signs_in else 'v'}/{shown.survey}"
        return cls(
            congress=shown.congress,
            title=shown.title,
            survey=shown.survey,
            address=address,
            code=draw_code(address),
            law=in_fours(shown.law),
            whole=shown.whole,
            poll=shown.poll,
            signs_in=signs_in,
            turnout=turnout,
            expected=expected(turnout, whole=shown.whole),
            now=canonical.encode(turnout).decode(),
            result=result if turnout.stage is Stage.PUBLISHED else None,
        )


def expected(turnout: Turnout, *, whole: bool) -> int:
    """Ballots to come in all: one for each person present, or the slips given out.

    Of several ballots each, while people may still sign in, nobody knows how many.
    """
    people = turnout.present if whole else None
    return max(people or (0 if turnout.rights else turnout.issued), turnout.cast)


def draw_code(address: str) -> str:
    """A QR code as inline SVG without styles, drawn for a camera across a hall."""
    return segno.make(address, error="m", micro=False).svg_inline(
        border=_QUIET_ZONE, omitsize=True, svgclass=None, lineclass=None, dark=_INK, light="#fff"
    )

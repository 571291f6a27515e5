"""The parts every chart is drawn of: across in percent of the width, down in pixels.

So a chart is as wide as its phone or its paper while its letters keep their size. There is no
style attribute (the pages forbid them) and no address: colours stand as attributes for the paper,
and a class beside them lets a page's style sheet, dark or light, have the last word.
"""

import unicodedata
from fractions import Fraction
from typing import Final

from reports.escaping import say
from surveys.values import Value

FONTS: Final = "SimHei,黑体,FandolHei,Noto Sans SC"
SIZE: Final = 16
"""Pixels of a letter: 小四 on paper, the least size on a phone."""
NARROW: Final = 38
"""Half letters that a line carries on the narrowest phone."""
WIDE: Final = 70
"""Half letters that a line carries on paper: 156 mm."""
_LINE: Final = 22
"""Pixels from a line of a name to the next."""

FILLS: Final = {
    "good": "#0f5f66",
    "fair": "#6fa8a6",
    "poor": "#cf6f1a",
    "none": "#b7afa3",
    "track": "#e2dacd",
    **{f"h{step}": fill for step, fill in enumerate(("#e6f0ef", "#cde2e1", "#aed2d1", "#86bab9"))},
    "h4": "#0f5f66",
}
"""The result colours of the pages (`tokens.css`): teal to orange, never the official red."""
INKS: Final = {"good": "#fff", "h4": "#fff", "poor": "#1f1206"}
"""What is written on a fill; where none is named, nearly black."""
DARK: Final = "#10211f"


class Part(Value, frozen=True):
    """A part of a chart and how many pixels it is high."""

    markup: str
    height: int


def percent(share: Fraction) -> str:
    """A share of the width as an SVG length.

    >>> percent(Fraction(1, 3)), percent(Fraction(1))
    ('33.33%', '100%')
    """
    hundredths = round(share * 10000)
    whole, rest = divmod(hundredths, 100)
    return f"{whole}.{rest:02}%".replace(".00%", "%")


def write(  # noqa: PLR0913 -- a text has a place, an anchor and an ink
    words: str, *, x: str = "0", y: int, anchor: str = "", ink: str = "", bold: bool = False
) -> str:
    """Real text; `ink` names the fill it stands on, and a page's style sheet knows what is bold.

    On paper nothing is: 黑体 has one weight, and a machine's bold is a blot.
    """
    to = f' text-anchor="{anchor}"' if anchor else ""
    fill = f' fill="{INKS.get(ink, DARK)}"' if ink else ""
    names = " ".join([*([f"t-{ink}"] if ink else []), *(["b"] if bold else [])])
    named = f' class="{names}"' if names else ""
    return f'<text{named} x="{x}" y="{y}"{to}{fill}>{say(words)}</text>'


def box(*, x: str = "0", width: str, y: int, height: int, tone: str) -> str:
    """A filled rectangle in one of the colours."""
    return (
        f'<rect class="f-{tone}" x="{x}" y="{y}" width="{width}" height="{height}"'
        f' fill="{FILLS[tone]}" stroke="#fff" stroke-width="2"/>'
    )


def outline(*, x: str = "0", width: str, y: int, height: int) -> str:
    """An empty rectangle."""
    return (
        f'<rect x="{x}" y="{y}" width="{width}" height="{height}"'
        ' fill="none" stroke="currentColor"/>'
    )


def rule(*, x: tuple[str, str], y: tuple[int, int], width: int = 1, dashes: str = "") -> str:
    """A straight line in the colour of the text."""
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<line x1="{x[0]}" x2="{x[1]}" y1="{y[0]}" y2="{y[1]}"'
        f' stroke="currentColor" stroke-width="{width}"{dashed}/>'
    )


def comb(*, x: tuple[str, str], y: int, height: int, dashes: str) -> str:
    """A texture: one thick dashed line is a row of teeth, and a short dash a row of dots."""
    return (
        f'<line class="c" x1="{x[0]}" x2="{x[1]}" y1="{y}" y2="{y}"'
        f' stroke="{DARK}" stroke-width="{height}" stroke-dasharray="{dashes}"/>'
    )


def dot(*, x: str, y: int, radius: int = 6) -> str:
    """A full circle in the darkest of the colours."""
    return f'<circle class="f-good" cx="{x}" cy="{y}" r="{radius}" fill="{FILLS["good"]}"/>'


def head(label: str, shown: str, line: int = NARROW) -> Part:
    """A row's name to the left and its number to the right; more lines where one is too short.

    >>> head("镇财政所", "98.5").height, head("镇" * 18, "98.5").height, head("镇" * 45, "").height
    (24, 46, 68)
    """
    names = _lines(label, line)
    left = "".join(write(words, y=18 + at * _LINE) for at, words in enumerate(names))
    beside = not shown or width(names[-1]) + width(shown) + 2 <= line
    bottom = 18 + (len(names) - beside) * _LINE
    right = write(shown, x="100%", y=bottom, anchor="end", bold=True) if shown else ""
    return Part(left + right, bottom + 6)


def _lines(words: str, line: int) -> tuple[str, ...]:
    """A picture does not break lines by itself: what is too long would be cut off at its edge."""
    lines = [""]
    for letter in words:
        if width(lines[-1] + letter) > line:
            lines.append("")
        lines[-1] += letter
    return tuple(lines)


def width(words: str) -> int:
    """How many half letters words take.

    >>> width("满意率 89.29%")
    13
    """
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in words)


def lower(part: Part, by: int) -> str:
    """The part, so many pixels further down."""
    return f'<g transform="translate(0,{by})">{part.markup}</g>' if by else part.markup


def pile(parts: tuple[Part, ...], *, gap: int = 0) -> Part:
    """Parts under each other."""
    markup, at = "", 0
    for part in parts:
        markup += lower(part, at)
        at += part.height + gap
    return Part(markup, max(0, at - gap))


def frame(part: Part, title: str, *, name: str) -> str:
    """The whole picture, with what it shows in words for whoever cannot see it."""
    return (
        f'<svg class="chart {name}" role="img" width="100%" height="{part.height}"'
        f' font-family="{FONTS}" font-size="{SIZE}" fill="currentColor">'
        f"<title>{say(title)}</title>{part.markup}</svg>"
    )

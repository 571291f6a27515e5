"""The blocks a page is built of, top to bottom."""

import enum
from typing import Annotated, TypeAlias

import msgspec

from reports.charts import Chart, describe
from surveys.values import Value

Level: TypeAlias = Annotated[int, msgspec.Meta(ge=1, le=4)]
"""Depth of a heading: 一、 then （一） then 1. then （1）, GB/T 9704-2012, 7.3.3."""


class Heading(Value, frozen=True, tag="heading"):
    """A heading (标题) on a line of its own; its number is given by the renderer."""

    level: Level
    words: str


class Clause(Value, frozen=True, tag="clause"):
    """A numbered paragraph whose first words stand in the heading's face, as notices number."""

    level: Level
    lead: str
    words: str


class Paragraph(Value, frozen=True, tag="paragraph"):
    """Running text. Without `indent` it starts at the margin."""

    words: str
    indent: bool = True
    slot: str = ""
    """The name under which `fill` may put other words here; without one the words are fixed."""


class Align(enum.Enum):
    """How the cells of a column stand."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class Column(Value, frozen=True):
    """A column; neighbours with the same `group` share one heading above their own."""

    label: str
    group: str = ""
    align: Align = Align.CENTRE
    width: int = 0
    """Width in percent of the text width, where the content does not decide it well."""
    text: bool = False
    """Digits that are no number (a telephone, a code) stay text in a spreadsheet."""


class Table(Value, frozen=True, tag="table"):
    """A table: caption and unit above it, notes (注) below. The first `heads` cells name a row."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    heads: int = 1
    unit: str = ""
    notes: tuple[str, ...] = ()


class Figure(Value, frozen=True, tag="figure"):
    """A chart (图) with its caption, and in words what it shows."""

    chart: Chart
    caption: str
    alternative: str


def figure_of(chart: Chart, caption: str) -> Figure:
    """The figure whose words are what its own data say."""
    return Figure(chart, caption, describe(chart))


class Fact(Value, frozen=True):
    """A label and what it says; an empty value is a line to fill in by hand."""

    label: str
    words: str = ""


class Facts(Value, frozen=True, tag="facts"):
    """Facts side by side, as at the top of a form."""

    facts: tuple[Fact, ...]


class Codes(Value, frozen=True, tag="codes"):
    """Fingerprints (指纹) that a person compares with a screen, a few characters at a time."""

    codes: tuple[Fact, ...]


class SignatureLines(Value, frozen=True, tag="signatures"):
    """Roles that sign by hand (签字), each with so many places."""

    roles: tuple[tuple[str, int], ...]


class Card(Value, frozen=True):
    """A card to cut out: where to go by camera, what to type, what to know."""

    heading: str
    title: str
    about: str
    address: str
    """What the QR code says."""
    code: str
    steps: tuple[str, ...]
    promise: str
    pile: str = ""
    """Which pile the card belongs to, in one word."""
    label: str = "票卡号"
    """What its code is called."""


class Cards(Value, frozen=True, tag="cards"):
    """Cards of one pile; they begin on a new sheet."""

    cards: tuple[Card, ...]


class Copy(Value, frozen=True, tag="copy"):
    """One copy of a form: it begins on a sheet of its own, so that two never share paper."""

    heading: str
    title: str
    serial: str = ""
    """A number printed beforehand (票号), with its code where there is an address; below it, in a
    line of its own, whose pile it lies in."""
    address: str = ""


class Scan(Value, frozen=True, tag="scan"):
    """An address to scan (二维码), and what is found there in words."""

    address: str
    words: str


Block: TypeAlias = (
    Heading
    | Clause
    | Paragraph
    | Table
    | Figure
    | Facts
    | Codes
    | SignatureLines
    | Cards
    | Copy
    | Scan
)

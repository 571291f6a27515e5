"""Drawn slips (单次票卡) become sheets of cards: no name, no serial number, nothing to sign."""

from collections.abc import Sequence
from itertools import groupby

from reports.document import Card, Cards, Document, Paper
from surveys.values import Value


class Slip(Value, frozen=True):
    """One slip as printed: where it leads, what to type, which pile it belongs to."""

    address: str
    """Full address with the code in its fragment; the QR code says exactly this."""
    code: str
    """The code for typing, in groups of four."""
    site: str
    """The address to type by hand, where the code is asked for."""
    unit: str = ""
    """Label of the department, where a slip is for one department only."""
    group: str = ""
    """Label of the weighting group, where there is more than one."""


def write_slips(
    slips: Sequence[Slip], *, congress: str, title: str, promise: str, dated: str
) -> Document:
    """Lay slips out pile by pile, in the order given (the caller has shuffled them).

    `promise` is the sentence of `say_secrecy` for the class and custody of this survey.
    """
    piles = groupby(sorted(slips, key=_pile), key=_pile)
    return Document(
        title=f"{title}单次票卡",
        dated=dated,
        paper=Paper.CARDS,
        blocks=tuple(
            Cards(
                tuple(_card(slip, congress=congress, title=title, promise=promise) for slip in pile)
            )
            for _, pile in piles
        ),
    )


def _pile(slip: Slip) -> tuple[str, str]:
    return slip.group, slip.unit


def _card(slip: Slip, *, congress: str, title: str, promise: str) -> Card:
    return Card(
        heading=congress,
        title=title,
        about=f"只评：{slip.unit}" if slip.unit else "",
        address=slip.address,
        code=slip.code,
        steps=(
            "微信扫码，逐项选择，确认投票。",
            f"扫不了码：打开 {slip.site} 输入票卡号。",
            "一张票卡投一票，投后请留好回执。",
        ),
        promise=promise,
        pile=slip.group,
    )

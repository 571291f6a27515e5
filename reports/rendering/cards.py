"""Cards become A4 sheets, two by five, with cut lines."""

from collections.abc import Iterator, Sequence

from reports.document import Card
from reports.escaping import say
from reports.rendering.codes import draw_code

PER_SHEET = 10
ACROSS = 2
POINT = 0.3528
"""Millimetres."""
_LARGEST_CODE = 12
_CODE_LINE = 43
"""Millimetres for a code beside its label."""
_WIDE = {"-": 0.36, "M": 0.94, "W": 0.98, "Q": 0.82, "G": 0.8}
"""Widths in em of the faces codes are printed in, a little more than measured."""


def render_cards(cards: Sequence[Card]) -> str:
    """Write sheets of ten; the last one keeps its grid although it is not full."""
    return "".join(_sheet(cards[at : at + PER_SHEET]) for at in range(0, len(cards), PER_SHEET))


def _sheet(cards: Sequence[Card]) -> str:
    return f'<table class="sheet">{"".join(_rows(cards))}</table>'


def _rows(cards: Sequence[Card]) -> Iterator[str]:
    for at in range(0, len(cards), ACROSS):
        row = cards[at : at + ACROSS]
        cells = "".join(f"<td>{_card(card)}</td>" for card in row)
        yield f"<tr>{cells}{'<td></td>' * (ACROSS - len(row))}</tr>"


def _card(card: Card) -> str:
    pile = f'<p class="pile">{say(card.pile)}</p>' if card.pile else ""
    return (
        f'<div class="card"><p class="heading">{say(card.heading)}</p>{pile}'
        f'<p class="title" style="font-size:{_title_size(card.title)}pt">'
        f'{say(card.title)}</p><div class="qr">{_qr(card)}</div>'
        f'<div class="side">{_side(card)}</div><p class="promise">{say(card.promise)}</p></div>'
    )


def _side(card: Card) -> str:
    size = _size(card.about, width=56, largest=11)
    about = (
        f'<p class="about" style="font-size:{size}pt">{say(card.about)}</p>' if card.about else ""
    )
    steps = (f"<li>{place}. {say(step)}</li>" for place, step in enumerate(card.steps, 1))
    code = f'<b style="font-size:{_code_size(card.code)}pt">{say(card.code)}</b>'
    return f'{about}<ol>{"".join(steps)}</ol><p class="code">{say(card.label)} {code}</p>'


def _code_size(code: str) -> float:
    """Points at which a code fits its line whatever letters were drawn; W is as wide as two 1s."""
    widths = (_WIDE.get(letter, 0.56 if letter.isdigit() else 0.76) for letter in code)
    return min(_LARGEST_CODE, round(_CODE_LINE / POINT / max(1, sum(widths)) - 0.05, 1))


def _title_size(title: str) -> float:
    """One line if that stays legible, else two smaller ones."""
    return max(_size(title, width=87, largest=11), _size(title, width=87, largest=9.5, lines=2))


def _size(words: str, *, width: int, largest: float, lines: int = 1) -> float:
    """Points at which words fit into so many lines of `width` mm, so that nothing is pushed off."""
    fitting = lines * width / POINT / max(1, len(words) + lines - 1)
    return min(largest, round(fitting - 0.05, 1))


def _qr(card: Card) -> str:
    return draw_code(card.address, f"二维码，{card.label} {card.code}")

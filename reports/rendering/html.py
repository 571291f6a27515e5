"""A document becomes HTML. Every word of it passes through `say`, so none of it is markup."""

from collections.abc import Iterable

from reports.document import (
    Annex,
    Block,
    Cards,
    Clause,
    Closing,
    Codes,
    Document,
    Fact,
    Facts,
    Heading,
    Paper,
    Paragraph,
    SignatureLines,
    Table,
)
from reports.rendering.cards import render_cards
from reports.rendering.escaping import say
from reports.rendering.numbering import number_blocks
from reports.rendering.tables import render_table
from reports.rendering.titles import break_title, head_size
from reports.wording.numbers import in_fours


def render_html(document: Document, *, styles: str = "") -> str:
    """Write the whole page. `styles` is a style sheet of ours, put into the head as it is."""
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8">'
        f"<title>{say(document.title)}</title>{_dates(document.dated)}<style>{styles}</style>"
        f'</head><body class="{document.paper.value}">{_body(document)}</body></html>'
    )


def _body(document: Document) -> str:
    if document.paper is Paper.CARDS:
        return render_blocks(document.blocks)
    parts = [
        _head(document),
        f"<h1>{'<br>'.join(say(line) for line in break_title(document.title))}</h1>",
        render_blocks(document.blocks),
        _announce(document.annexes),
        _closing(document.closing) if document.closing else "",
        *(_annex(document, place) for place in range(len(document.annexes))),
    ]
    return "".join(parts)


def render_blocks(blocks: Iterable[Block]) -> str:
    """Write blocks in order, with the official numbers of headings."""
    return "".join(_block(number, block) for number, block in number_blocks(blocks))


def _block(number: str, block: Block) -> str:
    match block:
        case Heading(level, words):
            return f'<h{level + 1} class="level{level}">{number}{say(words)}</h{level + 1}>'
        case Clause(level, lead, words):
            return (
                f'<p class="clause"><span class="level{level}">{number}{say(lead)}</span>'
                f"{say(words)}</p>"
            )
        case Paragraph(words, indent):
            return f"<p>{say(words)}</p>" if indent else f'<p class="flush">{say(words)}</p>'
        case Table():
            return render_table(block)
        case Facts(facts):
            return f'<dl class="facts">{"".join(map(_fact, facts))}</dl>'
        case Codes(codes):
            return f'<dl class="codes">{"".join(map(_code, codes))}</dl>'
        case SignatureLines(roles):
            return f'<div class="signatures">{"".join(_signature(*role) for role in roles)}</div>'
        case Cards(cards):
            return render_cards(cards)


def _dates(dated: str) -> str:
    if not dated:
        return ""
    return "".join(
        f'<meta name="dcterms.{name}" content="{say(dated)}">' for name in ("created", "modified")
    )


def _head(document: Document) -> str:
    if not document.issuer:
        return ""
    number = f'<p class="number">{say(document.number)}</p>' if document.number else ""
    size = head_size(document.issuer)
    return (
        f'<div class="head"><p class="issuer" style="font-size:{size}pt">{say(document.issuer)}</p>'
        f"{number}</div>"
    )


def _fact(fact: Fact) -> str:
    value = f"<dd>{say(fact.words)}</dd>" if fact.words else '<dd class="blank"></dd>'
    return f"<div><dt>{say(fact.label)}：</dt>{value}</div>"


def _code(code: Fact) -> str:
    """Half a fingerprint a line, each line one run of text, so that it is copied in order."""
    groups = in_fours(code.words)
    lines = (" ".join(groups[at : at + 8]) for at in range(0, len(groups), 8))
    rows = "".join(f"<span>{say(line)}</span>" for line in lines)
    return f"<div><dt>{say(code.label)}</dt><dd>{rows}</dd></div>"


def _signature(role: str, places: int) -> str:
    return f"<p>{say(role)}：{'<i></i>' * places}</p>"


def _announce(annexes: tuple[Annex, ...]) -> str:
    """Name the attachments after the text (附件说明, 7.3.4); a single one bears no number."""
    if not annexes:
        return ""
    many = len(annexes) > 1
    items = "".join(
        f"<span>{f'{place}.' if many else ''}{say(annex.title)}</span>"
        for place, annex in enumerate(annexes, 1)
    )
    return f'<div class="announce"><span>附件：</span><div>{items}</div></div>'


def _closing(closing: Closing) -> str:
    return (
        f'<div class="closing"><div><p>{say(closing.issuer)}</p>'
        f'<p class="date">{say(closing.date)}</p></div></div>'
    )


def _annex(document: Document, at: int) -> str:
    annex, many = document.annexes[at], len(document.annexes) > 1
    lines = "<br>".join(say(line) for line in break_title(annex.title))
    return (
        f'<section class="annex"><p class="annex-number">附件{at + 1 if many else ""}</p>'
        f"<h1>{lines}</h1>{render_blocks(annex.blocks)}</section>"
    )

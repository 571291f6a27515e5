"""A document becomes HTML. Every word of it passes through `say`, so none of it is markup."""

from collections.abc import Iterable
from typing import Final

from reports.charts import draw
from reports.charts.svg import WIDE
from reports.document import (
    Annex,
    Block,
    Cards,
    Clause,
    Closing,
    Codes,
    Copy,
    Document,
    Fact,
    Facts,
    Figure,
    Heading,
    Paper,
    Paragraph,
    Record,
    Scan,
    SignatureLines,
    Table,
)
from reports.escaping import say
from reports.rendering.cards import render_cards
from reports.rendering.codes import draw_code
from reports.rendering.lines import flow
from reports.rendering.numbering import number_blocks
from reports.rendering.tables import render_table
from reports.rendering.titles import break_title, head_size
from reports.wording.furniture import (
    ANNEX,
    COPIES_TO,
    DRAFT,
    DRAFT_LINE,
    PRINTED,
    SEAL,
    list_copies,
)
from reports.wording.numbers import in_fours

_HEAD_LINES: Final = 4
"""Lines above the rows of a table, roughly: caption, unit, two rows of heads."""
_ROOMY: Final = 18
"""Lines of tables that fit beside fingerprints and signatures on a page."""


def render_html(document: Document, *, styles: str = "") -> str:
    """Write the whole page. `styles` is a style sheet of ours, put into the head as it is."""
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8">'
        f"<title>{_name(document)}</title>{_dates(document.dated)}<style>{styles}</style>"
        f'</head><body class="{_classes(document)}">{_body(document)}</body></html>'
    )


def _name(document: Document) -> str:
    return say(f"{DRAFT}：{document.title}" if document.draft else document.title)


def _classes(document: Document) -> str:
    classes = (
        document.paper.value,
        "dense" if document.paper is Paper.SHEET and _is_crowded(document) else "",
        "draft" if document.draft else "",
    )
    return " ".join(filter(None, classes))


def _is_crowded(document: Document) -> bool:
    """Whether a form to be signed keeps to one page only in a smaller face."""
    tables = [block for block in document.blocks if isinstance(block, Table)]
    signed = any(isinstance(block, SignatureLines) for block in document.blocks)
    return signed and sum(_HEAD_LINES + len(t.rows) + len(t.notes) for t in tables) > _ROOMY


def _body(document: Document) -> str:
    mark = f'<p class="draft-line">{DRAFT_LINE}</p>' if document.draft else ""
    if document.paper in {Paper.CARDS, Paper.BALLOT}:
        return mark + render_blocks(document.blocks)
    addressee = f'<p class="flush">{say(document.addressee)}：</p>' if document.addressee else ""
    parts = [
        mark,
        _head(document),
        f"<h1>{'<br>'.join(say(line) for line in break_title(document.title))}</h1>",
        addressee,
        render_blocks(document.blocks),
        _announce(document.annexes),
        _closing(document.closing, draft=document.draft) if document.closing else "",
        *(_annex(document, place) for place in range(len(document.annexes))),
        _record(document.record) if document.record else "",
    ]
    return "".join(parts)


def render_blocks(blocks: Iterable[Block]) -> str:
    """Write blocks in order, with the official numbers of headings."""
    return "".join(_block(number, block) for number, block in number_blocks(blocks))


def _block(number: str, block: Block) -> str:
    match block:
        case Heading(level, words):
            return f'<h{level + 1} class="level{level}">{number}{flow(words)}</h{level + 1}>'
        case Clause(level, lead, words):
            return (
                f'<p class="clause"><span class="level{level}">{number}{flow(lead)}</span>'
                f"{flow(words)}</p>"
            )
        case Paragraph(words, indent, _):
            return f"<p>{flow(words)}</p>" if indent else f'<p class="flush">{flow(words)}</p>'
        case Table():
            return render_table(block)
        case Figure():
            return _figure(block)
        case _:
            return _form(block)


def _form(block: Facts | Codes | SignatureLines | Cards | Copy | Scan) -> str:
    match block:
        case Facts(facts):
            return f'<dl class="facts">{"".join(map(_fact, facts))}</dl>'
        case Codes(codes):
            return f'<dl class="codes">{"".join(map(_code, codes))}</dl>'
        case SignatureLines(roles):
            return f'<div class="signatures">{"".join(_signature(*role) for role in roles)}</div>'
        case Cards(cards):
            return render_cards(cards)
        case Copy():
            return _copy(block)
        case Scan(address, words):
            return f'<div class="scan">{draw_code(address, words)}<p>{say(words)}</p></div>'


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


def _figure(figure: Figure) -> str:
    picture = draw(figure.chart, alternative=figure.alternative, line=WIDE)
    return f"<figure>{picture}<figcaption>{say(figure.caption)}</figcaption></figure>"


def _fact(fact: Fact) -> str:
    value = f"<dd>{say(fact.words)}</dd>" if fact.words else '<dd class="blank"></dd>'
    return f"<div><dt>{say(fact.label)}：</dt>{value}</div>"


def _code(code: Fact) -> str:
    """Half a fingerprint a line, each line one run of text, so that it is copied in order."""
    groups = in_fours(code.words)
    lines = (" ".join(groups[at : at + 8]) for at in range(0, len(groups), 8))
    rows = "".join(f"<span>{say(line)}</span>" for line in lines)
    return f"<div><dt>{say(code.label)}</dt><dd>{rows}</dd></div>"


def _copy(copy: Copy) -> str:
    code = draw_code(copy.address, copy.serial) if copy.address else ""
    lines = "".join(f"<p>{say(line)}</p>" for line in copy.serial.splitlines())
    serial = f'<div class="serial">{code}{lines}</div>' if copy.serial else ""
    kind = "copy numbered" if code else "copy"
    return (
        f'<div class="{kind}">{serial}<p class="issuer">{say(copy.heading)}</p>'
        f"<h1>{say(copy.title)}</h1></div>"
    )


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
    return f'<div class="announce"><span>{ANNEX}：</span><div>{items}</div></div>'


def _closing(closing: Closing, *, draft: bool) -> str:
    """The issuer and the date; only a draft says where the seal goes, and no seal is ever drawn."""
    seal = f'<p class="seal">{SEAL}</p>' if draft else ""
    return (
        f'<div class="closing"><div>{seal}<p>{say(closing.issuer)}</p>'
        f'<p class="date">{say(closing.date)}</p></div></div>'
    )


def _annex(document: Document, at: int) -> str:
    annex, many = document.annexes[at], len(document.annexes) > 1
    lines = "<br>".join(say(line) for line in break_title(annex.title))
    across = " across" if annex.landscape else ""
    return (
        f'<section class="annex{across}">'
        f'<p class="annex-number">{ANNEX}{at + 1 if many else ""}</p>'
        f"<h1>{lines}</h1>{render_blocks(annex.blocks)}</section>"
    )


def _record(record: Record) -> str:
    copies = (
        f'<div class="copies"><span>{COPIES_TO}</span><span>{say(list_copies(record.copies))}'
        "</span></div>"
        if record.copies
        else ""
    )
    return (
        f'<div class="end"><div class="record">{copies}<div class="printed">'
        f"<span>{say(record.printed_by)}</span><span>{say(record.printed_on)}{PRINTED}</span>"
        "</div></div></div>"
    )

"""A document becomes a Word file that a clerk can go on editing.

What the PDF draws, Word is given as data: a chart is the table of its numbers and the words that
say what it shows, since Word takes no SVG without a picture of it beside. No person and no
machine is named in the file, and the same document gives the same bytes.
"""

import io
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from reports.charts import tabulate
from reports.document import (
    Annex,
    Block,
    Cards,
    Clause,
    Codes,
    Copy,
    Document,
    Fact,
    Facts,
    Figure,
    Heading,
    Paper,
    Paragraph,
    Scan,
    SignatureLines,
    Table,
)
from reports.escaping import plain
from reports.rendering.docx_furniture import (
    add_closing,
    add_footers,
    add_head,
    add_record,
    begin_section,
    mark_draft,
)
from reports.rendering.docx_numbering import add_scheme, begin_count, number
from reports.rendering.docx_styles import (
    CHARACTER,
    FACES,
    OFFICIAL,
    SHEET,
    empty_document,
    set_grid,
    set_page,
)
from reports.rendering.docx_tables import add_table, table_of
from reports.rendering.docx_xml import Office, set_font
from reports.rendering.numbering import number_blocks
from reports.rendering.packing import pack
from reports.rendering.terminal import width
from reports.rendering.titles import break_title
from reports.wording.furniture import ANNEX
from reports.wording.numbers import in_fours

UNDATED: Final = datetime(2000, 1, 1, tzinfo=UTC)
_SHEET_MARGINS: Final = (20, 18, 16, 18)
_TO_SIGN: Final = "____________　"
_TO_FILL: Final = "_" * 24
_SHORT: Final = 16
"""Half letters of a fact that share its line with others."""


def render_docx(document: Document) -> bytes:
    """Write the Word file. Cards are cut out of paper and have none."""
    official = document.paper is Paper.OFFICIAL
    word = empty_document(OFFICIAL if official else SHEET)
    _sign_nobody(word, document)
    add_scheme(word)
    if official:
        begin_section(word.sections[0], across=False)
    else:
        set_page(word.sections[0], margins=_SHEET_MARGINS, across=False)
        set_grid(word.sections[0])
    add_footers(word)
    if document.draft:
        mark_draft(word)
    _body(word, document)
    stream = io.BytesIO()
    word.save(stream)
    return pack(stream.getvalue())


def _sign_nobody(word: Office, document: Document) -> None:
    about = word.core_properties
    about.author = about.last_modified_by = about.comments = about.keywords = ""
    about.title, about.language, about.revision = plain(document.title), "zh-CN", 1
    day = datetime.fromisoformat(document.dated).astimezone(UTC) if document.dated else UNDATED
    about.created = about.modified = day.replace(tzinfo=None)


def _body(word: Office, document: Document) -> None:
    add_head(word, document)
    if document.paper is not Paper.BALLOT:
        _title(word, document.title)
    if document.addressee:
        word.add_paragraph(f"{plain(document.addressee)}：", style="公文顶格")
    _blocks(word, document.blocks)
    _announce(word, document.annexes)
    if document.closing:
        add_closing(word, document.closing, draft=document.draft)
    for at in range(len(document.annexes)):
        _annex(word, document.annexes, at)
    if document.record:
        add_record(word, document.record)


def _title(word: Office, title: str) -> None:
    run = word.add_paragraph(style="Title").add_run()
    for at, line in enumerate(break_title(title)):
        if at:
            run.add_break()
        run.add_text(plain(line))


def _blocks(word: Office, blocks: Iterable[Block]) -> None:
    count = begin_count(word)
    for said, block in number_blocks(blocks):
        _block(word, block, count, numbered=bool(said))


def _block(word: Office, block: Block, count: int, *, numbered: bool) -> None:
    match block:
        case Heading(level, words):
            heading = word.add_paragraph(plain(words), style=f"Heading {level}")
            if numbered:
                number(heading, level=level, count=count)
        case Clause(level, lead, words):
            clause = word.add_paragraph(style="公文正文")
            number(clause, level=level, count=count)
            run = clause.add_run(plain(lead))
            set_font(run._r.get_or_add_rPr(), FACES[level])  # noqa: SLF001
            clause.add_run(plain(words))
        case Paragraph(words, indent, _):
            word.add_paragraph(plain(words), style="公文正文" if indent else "公文顶格")
        case Table():
            add_table(word, block)
        case Figure():
            _figure(word, block)
        case _:
            _form(word, block)


def _form(word: Office, block: Facts | Codes | SignatureLines | Cards | Copy | Scan) -> None:
    match block:
        case Facts(facts):
            _facts(word, facts)
        case Codes(codes):
            for code in codes:
                _code(word, code)
        case SignatureLines(roles):
            for role, places in roles:
                word.add_paragraph(f"{plain(role)}：{_TO_SIGN * places}", style="公文顶格")
        case Copy(heading, title, serial):
            first = word.add_paragraph(plain(heading), style="公文顶格")
            first.paragraph_format.page_break_before = True
            _title(word, title)
            if serial:
                word.add_paragraph(plain(serial), style="公文顶格")
        case Scan(address, words):
            word.add_paragraph(plain(f"{words}{address}"), style="公文顶格")
        case Cards():
            raise TypeError("cards are cut out of paper, not edited")


def _code(word: Office, code: Fact) -> None:
    """Half a fingerprint a line, as on paper."""
    groups = in_fours(plain(code.words))
    run = word.add_paragraph(f"{plain(code.label)}　", style="指纹").add_run()
    for at in range(0, len(groups), 8):
        if at:
            run.add_break()
        run.add_text(" ".join(groups[at : at + 8]))


def _figure(word: Office, figure: Figure) -> None:
    table = table_of(tabulate(figure.chart), figure.caption)
    add_table(word, table, alternative=figure.alternative)


def _facts(word: Office, facts: tuple[Fact, ...]) -> None:
    """Short facts share a line; a long one, and one to fill in by hand, has its own."""
    short = [f"{fact.label}：{fact.words}" for fact in facts if 0 < width(fact.words) <= _SHORT]
    long = [fact for fact in facts if not 0 < width(fact.words) <= _SHORT]
    for fact in long:
        word.add_paragraph(
            plain(f"{fact.label}：{fact.words or _TO_FILL}"), style="公文顶格"
        ).alignment = WD_ALIGN_PARAGRAPH.LEFT
    if short:
        word.add_paragraph(plain("　　".join(short)), style="公文顶格")


def _announce(word: Office, annexes: tuple[Annex, ...]) -> None:
    """附件说明 (7.3.4): a line below the text, two characters in, titles under each other."""
    for place, annex in enumerate(annexes, 1):
        title = f"{place}.{annex.title}" if len(annexes) > 1 else annex.title
        words = f"{ANNEX}：{title}" if place == 1 else title
        shape = word.add_paragraph(plain(words), style="落款").paragraph_format
        shape.left_indent = Pt(5 * CHARACTER)
        shape.first_line_indent = Pt(-3 * CHARACTER if place == 1 else 0)
        shape.space_before = Pt(28.95 if place == 1 else 0)


def _annex(word: Office, annexes: tuple[Annex, ...], at: int) -> None:
    annex = annexes[at]
    turned = annex.landscape != (at > 0 and annexes[at - 1].landscape)
    if turned:
        begin_section(word.add_section(), across=annex.landscape)
    mark = f"{ANNEX}{at + 1}" if len(annexes) > 1 else ANNEX
    word.add_paragraph(mark, style="附件标识").paragraph_format.page_break_before = not turned
    _title(word, annex.title)
    word.paragraphs[-1].paragraph_format.space_before = Pt(0)
    _blocks(word, annex.blocks)

"""The styles of a Word document: GB/T 9704-2012 as a clerk finds it in the list of styles.

Fonts are named, not embedded: an office has 仿宋_GB2312 and 方正小标宋; where not, Word says so.
"""

from typing import Final

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from reports.rendering.docx_xml import Office, make, put, set_font
from surveys.values import Value

FANG: Final = "仿宋_GB2312"
HEI: Final = "黑体"
KAI: Final = "楷体_GB2312"
BIAO: Final = "方正小标宋简体"
SONG: Final = "宋体"
RED: Final = RGBColor(0xC8, 0x10, 0x2E)

LINE: Final = 28.95
"""Points of a line: 225 mm / 22, rounded to what Word keeps (twentieths)."""
CHARACTER: Final = 156 / 28 / 25.4 * 72
"""Points from one character to the next: 28 in 156 mm."""
_TIGHT: Final = -5
"""Twentieths of a point between letters of 三号 (16 pt): 28 of them then fit into 156 mm."""
FACES: Final = {1: HEI, 2: KAI, 3: FANG, 4: FANG}
"""By the level of a heading (7.3.3)."""


class Look(Value, frozen=True):
    """How a style looks; lengths in points, `indent` in characters."""

    font: str
    size: float
    line: float = LINE
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.JUSTIFY
    indent: int = 0
    before: float = 0
    after: float = 0
    together: bool = False


_CENTRE: Final = WD_ALIGN_PARAGRAPH.CENTER
_LEFT: Final = WD_ALIGN_PARAGRAPH.LEFT

OFFICIAL: Final[dict[str, Look]] = {
    "Normal": Look(FANG, 16),
    "公文正文": Look(FANG, 16, indent=2),
    "公文顶格": Look(FANG, 16),
    "Title": Look(BIAO, 22, align=_CENTRE, before=2 * LINE, after=LINE, together=True),
    "Heading 1": Look(HEI, 16, indent=2, together=True),
    "Heading 2": Look(KAI, 16, indent=2, together=True),
    "Heading 3": Look(FANG, 16, indent=2, together=True),
    "Heading 4": Look(FANG, 16, indent=2, together=True),
    "发文字号": Look(FANG, 16, align=_CENTRE, before=LINE),
    "落款": Look(FANG, 16, align=_LEFT),
    "附件标识": Look(HEI, 16, align=_LEFT, after=LINE),
    "表题": Look(HEI, 14, align=_CENTRE, line=23, before=LINE / 2, together=True),
    "单位": Look(FANG, 12, line=18, align=WD_ALIGN_PARAGRAPH.RIGHT, together=True),
    "表注": Look(FANG, 12, line=18),
    "指纹": Look(FANG, 12, line=17, align=_LEFT),
    "版记": Look(FANG, 14, line=24, align=_LEFT),
    "页码": Look(SONG, 14, line=16),
}
SHEET: Final[dict[str, Look]] = OFFICIAL | {
    "Normal": Look(FANG, 12, line=20),
    "公文正文": Look(FANG, 12, line=20, indent=2),
    "公文顶格": Look(FANG, 12, line=20),
    "Title": Look(BIAO, 22, line=30, align=_CENTRE, before=14, after=10, together=True),
}
"""A form on one page is set closer."""


def empty_document(looks: dict[str, Look]) -> Office:
    """A Word document without a page, with our styles and nobody's name."""
    word: Office = docx.Document()
    for name, look in looks.items():
        _style(word.styles, name, look)
    defaults = word.styles.element.find(qn("w:docDefaults"))
    for language in defaults.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    _forget_the_picture(word)
    return word


def _style(styles: Office, name: str, look: Look) -> None:
    known = {style.name for style in styles}
    style = styles[name] if name in known else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    if name not in known:
        style.base_style = styles["Normal"]
        style.quick_style = True
    style.font.size, style.font.bold, style.font.italic = Pt(look.size), False, False
    style.font.color.rgb = RGBColor(0, 0, 0)
    face = style.element.get_or_add_rPr()
    set_font(face, look.font)
    if look.size == 16:
        _tighten(face)
    if name == "Normal":
        _close_up(style.element.get_or_add_pPr())
    shape = style.paragraph_format
    shape.line_spacing, shape.alignment = Pt(look.line), look.align
    shape.space_before, shape.space_after = Pt(look.before), Pt(look.after)
    shape.keep_with_next, shape.widow_control = look.together, True
    borders = style.element.pPr.find(qn("w:pBdr"))
    if borders is not None:
        style.element.pPr.remove(borders)
    indent_first(style.element.get_or_add_pPr(), look.indent)


def _tighten(face: Office) -> None:
    face.find(qn("w:sz")).addprevious(make("spacing", val=str(_TIGHT)))


def _close_up(paragraph: Office) -> None:
    """No space of its own between Chinese and figures, which would break the grid."""
    for tag in ("autoSpaceDN", "autoSpaceDE"):
        paragraph.insert(0, make(tag, val="0"))


def indent_first(properties: Office, characters: int) -> None:
    """Indent a first line by whole characters, whatever their size (段首空二字)."""
    indent = properties.get_or_add_ind()
    indent.set(qn("w:firstLineChars"), str(characters * 100))
    indent.set(qn("w:firstLine"), str(round(characters * CHARACTER * 20)))


def set_page(section: Office, *, margins: tuple[float, float, float, float], across: bool) -> None:
    """A4 with margins clockwise from above in millimetres, on the grid of 28 by 22."""
    section.page_width, section.page_height = Mm(297 if across else 210), Mm(210 if across else 297)
    section.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
    section.top_margin, section.right_margin = Mm(margins[0]), Mm(margins[1])
    section.bottom_margin, section.left_margin = Mm(margins[2]), Mm(margins[3])
    section.footer_distance, section.header_distance = Mm(max(8, margins[2] - 9.5)), Mm(15)


def set_grid(section: Office) -> None:
    """22 lines a page; the characters keep to theirs by the tightness of their style."""
    properties = section._sectPr  # noqa: SLF001
    for grid in properties.findall(qn("w:docGrid")):
        properties.remove(grid)
    put(properties, "docGrid", type="lines", linePitch=str(round(LINE * 20)))


def _forget_the_picture(word: Office) -> None:
    """The template carries a thumbnail of somebody's page."""
    relations = word.part.package.rels
    for key in [key for key, relation in relations.items() if "thumbnail" in relation.reltype]:
        del relations[key]

"""一、（一）1.（1） as Word's own numbering, so that a heading put in between is counted."""

from typing import Final

from docx.oxml.ns import qn

from reports.rendering.docx_styles import FACES, indent_first
from reports.rendering.docx_xml import Office, make, put, set_font

_LEVELS: Final = (
    ("chineseCountingThousand", "%1、"),
    ("chineseCountingThousand", "（%2）"),
    ("decimal", "%3."),
    ("decimal", "（%4）"),
)
_SCHEME: Final = "90"


def add_scheme(word: Office) -> None:
    """Define the four levels once (GB/T 9704-2012, 7.3.3)."""
    scheme = make("abstractNum", abstractNumId=_SCHEME)
    put(scheme, "multiLevelType", val="multilevel")
    for level, (kind, words) in enumerate(_LEVELS):
        entry = put(scheme, "lvl", ilvl=str(level))
        put(entry, "start", val="1")
        put(entry, "numFmt", val=kind)
        put(entry, "suff", val="nothing")
        put(entry, "lvlText", val=words)
        put(entry, "lvlJc", val="left")
        indent_first(put(entry, "pPr"), 2)
        set_font(put(entry, "rPr"), FACES[level + 1])
    word.part.numbering_part.element.insert(0, scheme)


def begin_count(word: Office) -> int:
    """Begin to count afresh, as every attachment does."""
    numbering = word.part.numbering_part.element
    known = [int(entry.get(qn("w:numId"))) for entry in numbering.findall(qn("w:num"))]
    number = max(known, default=0) + 1
    entry = put(numbering, "num", numId=str(number))
    put(entry, "abstractNumId", val=_SCHEME)
    for level in range(len(_LEVELS)):
        put(put(entry, "lvlOverride", ilvl=str(level)), "startOverride", val="1")
    return number


def number(paragraph: Office, *, level: int, count: int) -> None:
    """Let Word number a paragraph on its level (1 to 4)."""
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001
    properties.get_or_add_ilvl().val = level - 1
    properties.get_or_add_numId().val = count

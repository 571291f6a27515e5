"""Elements of WordprocessingML, where python-docx has no word for what an official page needs."""

from typing import Any, Final, TypeAlias, cast

from docx.oxml import OxmlElement  # pyright: ignore[reportUnknownVariableType]
from docx.oxml.ns import qn
from docx.shared import Pt

Office: TypeAlias = Any
"""Whatever python-docx hands out: it stands on lxml, which is untyped."""

_TABLE: Final = (
    "tblStyle",
    "tblpPr",
    "tblW",
    "jc",
    "tblInd",
    "tblBorders",
    "tblLayout",
    "tblCellMar",
    "tblLook",
    "tblCaption",
    "tblDescription",
)
"""The order in which Word wants what we say of a table (ECMA-376, CT_TblPr)."""


def make(tag: str, **attributes: str) -> Office:
    """An element that stands nowhere yet."""
    element = cast("Office", OxmlElement(f"w:{tag}"))
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


def set_font(properties: Office, name: str) -> None:
    """Name a face for Chinese and Latin letters alike, without the theme's."""
    fonts = properties.get_or_add_rFonts()
    for key in list(fonts.attrib):
        del fonts.attrib[key]
    for kind in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{kind}"), name)


def put(parent: Office, tag: str, **attributes: str) -> Office:
    """Append an element of WordprocessingML."""
    element = make(tag, **attributes)
    parent.append(element)
    return element


def add_gap(word: Office) -> None:
    """A line too low to see: without one, Word joins neighbouring tables."""
    word.add_paragraph(style="表注").paragraph_format.line_spacing = Pt(1)


def tell(table: Office, tag: str, **attributes: str) -> Office:
    """Say something of a table, in its place among what is said already."""
    for old in table.findall(qn(f"w:{tag}")):
        table.remove(old)
    element = put(table, tag, **attributes)
    later = {qn(f"w:{name}") for name in _TABLE[[*_TABLE].index(tag) + 1 :]}
    following = next((other for other in table if other.tag in later), None)
    if following is not None:
        following.addprevious(element)
    return element

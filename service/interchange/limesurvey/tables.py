"""An .lss becomes tables of rows; older files keep texts in them, newer ones beside them."""

from collections.abc import Iterable
from typing import Any, Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from reports.wording.interchange import LIME_PARTS
from service.interchange.objections import Desk, Line
from service.interchange.xlsform.languages import is_chinese
from surveys.refusals import Refusal
from surveys.values import Value

MOST_BYTES: Final = 10 * 1024 * 1024
_MOST_ROWS: Final = 50_000
Row = dict[str, str]
_TEXTS: Final = {
    "groups": ("group_l10ns", "gid"),
    "questions": ("question_l10ns", "qid"),
    "subquestions": ("question_l10ns", "qid"),
    "answers": ("answer_l10ns", "aid"),
}


class Tables(Value, frozen=True):
    """Every table of a file, in the one language that is read."""

    rows: dict[str, tuple[Row, ...]]
    language: str
    languages: int = 1

    def of(self, name: str) -> tuple[Row, ...]:
        """A table; empty where the file has none."""
        return self.rows.get(name, ())


def read_tables(desk: Desk, data: bytes) -> Tables:
    """The tables of a file, or a refusal."""
    if len(data) > MOST_BYTES:
        raise Refusal("file.too_large", limit=MOST_BYTES // 1024 // 1024)
    root = _parse(desk, data)
    kind = (root.findtext("LimeSurveyDocType") or "").strip() if root.tag == "document" else ""
    if kind in LIME_PARTS:
        desk.refuse("part_lss", Line(), word=LIME_PARTS[kind])
    if kind != "Survey":
        desk.refuse("not_lss", Line())
    raw = {table.tag: _rows(table) for table in root if table.find("rows") is not None}
    if sum(map(len, raw.values())) > _MOST_ROWS:
        desk.refuse("not_lss", Line())
    language = _language(root, raw)
    languages = len([each for each in root.iterfind("languages/language") if each.text])
    rows = {name: tuple(_worded(raw, name, language)) for name in raw}
    return Tables(rows=rows, language=language, languages=languages)


def _parse(desk: Desk, data: bytes) -> Element:
    try:
        root: Any = fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        desk.refuse("bad_xml", Line(), word=type(error).__name__)
    return root


def _rows(table: Element) -> list[Row]:
    return [{cell.tag: (cell.text or "") for cell in row} for row in table.iterfind("rows/row")]


def _language(root: Element, raw: dict[str, list[Row]]) -> str:
    """Simplified Chinese if the file has it, then any Chinese, then the survey's own."""
    known = [(each.text or "").strip() for each in root.iterfind("languages/language")]
    chinese = sorted((each for each in known if is_chinese(each)), key=_simplified_first)
    base = next((row.get("language", "") for row in raw.get("surveys", [])), "")
    return next(iter(chinese), "") or base or next(iter(known), "")


def _simplified_first(language: str) -> tuple[bool, str]:
    return "hans" not in language.lower(), language


def _worded(raw: dict[str, list[Row]], name: str, language: str) -> Iterable[Row]:
    """The rows of a table with their texts in one language."""
    rows = [row for row in raw[name] if row.get("language", "") in {"", language}]
    if name not in _TEXTS:
        return rows
    table, key = _TEXTS[name]
    texts: dict[str, Row] = {}
    for text in (*raw.get(table, ()), *raw.get("subquestion_l10ns", ())):
        if text.get("language") == language:
            texts.setdefault(text.get(key, ""), text)
    return [_joined(row, texts.get(row.get(key, ""), {})) for row in rows]


def _joined(row: Row, text: Row) -> Row:
    return row | {name: words for name, words in text.items() if name not in row or not row[name]}

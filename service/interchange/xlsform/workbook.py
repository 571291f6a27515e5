"""Rows of an XLSForm become pyxform's tree, each node knowing its row; or what pyxform objects to.

pyxform straightens typographic quotes, which would change Chinese text; they are shielded.
"""

import re
from collections.abc import Mapping
from typing import Any, Final, NoReturn, cast

from reports.wording.interchange import TYPES
from service.interchange.objections import Cell, Desk
from service.interchange.xlsform.kinds import METADATA, family
from service.interchange.xlsform.node import ROW, Members, Node
from service.interchange.xlsform.sheets import Row, Table

_QUOTES: Final = {ord(quote): 0xF1000 + at for at, quote in enumerate("\u2018\u2019\u201c\u201d")}
_BACK: Final = {shield: quote for quote, shield in _QUOTES.items()}
_CHOOSING: Final = re.compile(r"(?:select_one|select_multiple|rank) ([^\s$]+)(?: or_other)?$")
_AT_ROW: Final = re.compile(r"\[?row ?:? ?(\d{1,7})\b\]?", re.IGNORECASE)


def read_tree(desk: Desk, tables: Mapping[str, Table]) -> Node:
    """The form as `workbook_to_json` gives it."""
    from pyxform.errors import PyXFormError  # noqa: PLC0415 -- slow import
    from pyxform.xls2json import workbook_to_json  # noqa: PLC0415 -- slow import

    try:
        tree = workbook_to_json(_definition(tables), form_name="data", fallback_form_name="data")
        return Node(cast("Members", _unshield(tree)))
    except PyXFormError as error:
        _refuse(desk, tables, str(error))
    except Exception as error:  # noqa: BLE001 -- it was not written for files by strangers
        _look_over(desk, tables)
        desk.refuse("unchecked", Cell("survey", 0), word=type(error).__name__)


def _definition(tables: Mapping[str, Table]) -> Any:  # noqa: ANN401 -- pyxform is untyped
    from pyxform.xls2json_backends import DefinitionData  # noqa: PLC0415 -- slow import

    given: dict[str, Any] = {"sheet_names": [table.name for table in tables.values()]}
    for key, table in tables.items():
        marked = key in {"survey", "choices"}
        given[key] = [_row(row.cells, row.row if marked else 0) for row in table.rows]
        names = (*table.headings, ROW) if marked else table.headings
        given[f"{key}_header"] = [dict.fromkeys(map(_shield, names))]
    settings = tables.get("settings")
    told = _row(settings.rows[0].cells, 0) if settings and settings.rows else {}
    # Rows were cleaned on the way in; text is not to be cleaned at all.
    given["settings"] = [told | {"clean_text_values": "no"}]
    given["settings_header"] = [dict.fromkeys(given["settings"][0])]
    return DefinitionData(**given)


def _row(cells: Mapping[str, str], row: int) -> dict[str, str]:
    shielded = {_shield(heading): _shield(cell) for heading, cell in cells.items()}
    return shielded | {ROW: str(row)} if row else shielded


def _shield(text: str) -> str:
    return text.translate(_QUOTES)


def _unshield(value: object) -> object:
    match value:
        case str():
            return value.translate(_BACK)
        case dict():
            members = cast("dict[str, object]", value)
            return {_unshield(key): _unshield(each) for key, each in members.items()}
        case list() | tuple():
            return [_unshield(each) for each in cast("list[object]", value)]
        case _:
            return value


def _refuse(desk: Desk, tables: Mapping[str, Table], words: str) -> NoReturn:
    """The rows pyxform counts are those it was given; the file may count others.

    It stops at the first thing it minds. What can be seen without it is told along with it.
    """
    _look_over(desk, tables)
    named = next((name for name in ("choices", "settings") if f"'{name}' sheet" in words), "survey")
    table = tables.get(named, tables["survey"])
    found = _AT_ROW.search(words)
    at = int(found[1]) - 2 if found else -1
    row = table.rows[at].row if 0 <= at < len(table.rows) else 0
    told = any(row and each.at == Cell(table.name, row) for each in desk.objections)
    if told:  # in better words
        desk.clear()
    desk.refuse("spec", Cell(table.name, row), word=" ".join(words.split()).translate(_BACK))


def _look_over(desk: Desk, tables: Mapping[str, Table]) -> None:
    """Types we have not, and lists of choices the file has not."""
    lists = {_said(row.cells, "list_name", "list name") for row in _rows(tables, "choices")}
    for row in _rows(tables, "survey"):
        at, kind = Cell(tables["survey"].name, row.row), _said(row.cells, "type")
        strange = family(kind.lower())
        if strange != TYPES["unknown"] and not _asks(kind):
            desk.deny("type", at, word=kind, why=strange)
        elif (chosen := _CHOOSING.match(kind)) and chosen[1] not in lists:
            desk.deny("no_list", at, word=chosen[1])


def _rows(tables: Mapping[str, Table], name: str) -> tuple[Row, ...]:
    return tables[name].rows if name in tables else ()


def _said(cells: Mapping[str, str], *headings: str) -> str:
    return next((cell for head, cell in cells.items() if head.strip().lower() in headings), "")


def _asks(kind: str) -> bool:
    """Whether a word for a type we have not stands in the name of a list, or is only metadata."""
    return bool(_CHOOSING.match(kind)) or kind.lower() in METADATA

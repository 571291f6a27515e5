"""Rows of an XLSForm become pyxform's tree, each node knowing its row; or what pyxform objects to.

pyxform straightens typographic quotes, which would change Chinese text; they are shielded.
"""

import re
from collections.abc import Mapping
from typing import Any, Final, NoReturn, cast

from service.interchange.objections import Cell, Desk
from service.interchange.xlsform.node import ROW, Members, Node
from service.interchange.xlsform.sheets import Table

_QUOTES: Final = {ord(quote): 0xF1000 + at for at, quote in enumerate("\u2018\u2019\u201c\u201d")}
_BACK: Final = {shield: quote for quote, shield in _QUOTES.items()}
_AT_ROW: Final = re.compile(r"\[?row\s*:?\s*(\d+)\]?", re.IGNORECASE)


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
        _refuse(desk, tables, f"{type(error).__name__}: {error}")


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
    """The rows pyxform counts are those it was given; the file may count others."""
    table = tables["survey"]
    found = _AT_ROW.search(words)
    at = int(found[1]) - 2 if found else -1
    row = table.rows[at].row if 0 <= at < len(table.rows) else 0
    desk.refuse("spec", Cell(table.name, row), word=" ".join(words.split()).translate(_BACK))

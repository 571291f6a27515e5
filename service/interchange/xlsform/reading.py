"""A whole XLSForm becomes a questionnaire: groups are sections, tables are matrices."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from service.interchange.assembling import Draft, Piece, Read, assemble
from service.interchange.objections import Cell, Desk
from service.interchange.plain import label, line_behind, plain
from service.interchange.xlsform.columns import deny_columns
from service.interchange.xlsform.kinds import METADATA, NOTE, family, read_piece
from service.interchange.xlsform.languages import read_language
from service.interchange.xlsform.matrices import is_table, read_matrix, rows_of
from service.interchange.xlsform.node import ROW, Node
from service.interchange.xlsform.options import or_other, say_specify
from service.interchange.xlsform.rows import Reader
from service.interchange.xlsform.sheets import Table, read_tables
from service.interchange.xlsform.workbook import read_tree

_SETTINGS: Final = frozenset({"add_none_option"})
_DEEPEST: Final = 20
_REF: Final = re.compile(r"\$\{\s*([^{}\s]+)\s*\}|\.\./([\w.-]+)")
_OTHER: Final = re.compile(r"\bor[ _](?:specify )?other$")


def read_xlsform(name: str, data: bytes) -> Read:
    """The form, or a refusal that names every row it cannot take over."""
    desk = Desk()
    tables = read_tables(desk, name, data)
    survey = tables.get("survey")
    if survey is None:
        desk.refuse("no_survey_sheet", Cell(sheet="XLSForm"))
    _check_columns(desk, survey)
    desk.clear()
    tree = read_tree(desk, tables)
    _deny_settings(desk, tables, tree)
    whole = Cell(survey.name)
    reader = Reader(
        desk=desk,
        sheet=survey.name,
        choices=tables["choices"].name if "choices" in tables else "choices",
        language=read_language(desk, tree, whole),
    )
    walker = _Walker(reader, _marked(tree, tables))
    walker.walk(tree.nodes("children"), ())
    title, version = _heading(desk, tables, name)
    return assemble(desk, walker.draft.close(), title=title, whole=whole, version=version)


def _check_columns(desk: Desk, survey: Table) -> None:
    heads = {"_".join(head.lower().split()) for head in survey.headings}
    if not heads & {"type", "command"}:
        desk.deny("no_column", Cell(survey.name, 1), word="type")
    if not heads & {"name", "tag", "value"}:
        desk.deny("no_column", Cell(survey.name, 1), word="name")


def _deny_settings(desk: Desk, tables: Mapping[str, Table], tree: Node) -> None:
    for name in _SETTINGS:
        if tree.value(name):
            desk.deny("setting", Cell("settings"), word=name)
    for name in ("entities", "osm"):
        if name in tables and tables[name].rows:
            desk.deny("setting", Cell(tables[name].name), word=name)


def _heading(desk: Desk, tables: Mapping[str, Table], name: str) -> tuple[str, int]:
    """Title and version; where a title is missing, the file is called after something too."""
    settings = tables.get("settings")
    cells = dict(settings.rows[0].cells) if settings and settings.rows else {}
    said = {"_".join(head.lower().split()): cell for head, cell in cells.items()}
    at = Cell(settings.name if settings else "settings")
    title = said.get("form_title") or said.get("set_form_title") or said.get("title") or ""
    if not title.strip():
        title = re.split(r"[\\/]", name)[-1].rpartition(".")[0] or name or "XLSForm"
        desk.remark("title_missing", at, word=title)
    version = said.get("version", "")
    if version and not re.fullmatch(r"[1-9][0-9]{0,5}", version):
        desk.remark("version", at, word=version)
        version = ""
    return label(desk, title, at), int(version or 1)


def _marked(tree: Node, tables: Mapping[str, Table]) -> frozenset[str]:
    """Give nodes what pyxform keeps to itself; and the names conditions look at."""
    types = {row.row: _word(row.cells, "type") for row in tables["survey"].rows}
    lists = tree.below("choices")
    names: set[str] = set()
    for node in _every(tree.nodes("children")):
        kind = types.get(node.row, "")
        node.members["minping_type"] = kind
        node.members["minping_or_other"] = bool(_OTHER.search(kind))
        if node.kind == "range":
            node.members["minping_ticks"] = lists.value(node.word("itemset"))
        for found in _REF.finditer(node.tied("relevant")):
            names.add(found[1] or found[2])
    return frozenset(names)


def _word(cells: Mapping[str, str], heading: str) -> str:
    return next((cell for head, cell in cells.items() if head.strip().lower() == heading), "")


def _every(children: list[Node]) -> Iterator[Node]:
    for node in children:
        yield node
        yield from _every(node.nodes("children"))


class _Walker:
    """Goes down the groups once and fills a draft."""

    def __init__(self, reader: Reader, looked_at: frozenset[str]) -> None:
        self.reader, self.looked_at = reader, looked_at
        self.draft, self.depth = Draft(reader.desk), 0

    def walk(self, children: list[Node], conditions: tuple[str, ...], title: str = "") -> None:
        """What stands side by side under one heading."""
        for node in children:
            kind = node.kind
            if kind == "group":
                self.group(node, conditions, title)
            elif kind in NOTE:
                self.note(node, conditions)
            elif kind in METADATA and node.row:
                self.reader.desk.remark("metadata", self.reader.at(node), word=kind)
            elif node.row:
                self.question(node, conditions)

    def question(self, node: Node, conditions: tuple[str, ...]) -> None:
        if node.kind == "repeat":
            at = self.reader.at(node)
            self.reader.desk.deny("type", at, word="repeat", why=family("repeat"))
            return
        piece = read_piece(self.reader, node, conditions)
        if piece:
            self.draft.ask(piece)
            if or_other(node) and "other" in piece.codes:
                self.draft.ask(self.specified(node, piece))

    def specified(self, node: Node, piece: Piece) -> Piece:
        """The line to fill in behind 其他."""
        name = node.word("name")
        title = line_behind(say_specify(self.reader), piece.question.title)
        members = {"type": "text", "name": f"{name}_other", "label": title}
        words = Node({**members, ROW: node.row})
        found = read_piece(
            self.reader, words, (*piece.conditions, f"selected(${{{name}}}, 'other')")
        )
        assert found is not None
        return found

    def note(self, node: Node, conditions: tuple[str, ...]) -> None:
        desk, at = self.reader.desk, self.reader.at(node)
        if conditions or node.tied("relevant"):
            desk.deny("conditional_note", at)
        deny_columns(self.reader, node.but(bind={}))
        for name in ("label", "hint"):
            self.draft.tell(plain(desk, self.reader.text(node, name), at), at)

    def group(self, node: Node, conditions: tuple[str, ...], title: str) -> None:
        if not node.row:  # the part pyxform adds for itself
            return
        deny_columns(self.reader, node)
        relevant = node.tied("relevant")
        inner = (*conditions, *((relevant,) if relevant else ()))
        if is_table(node) or node.word("minping_matrix"):
            matrix = read_matrix(self.reader, node, inner, self.looked_at)
            if matrix:
                self.draft.ask(matrix)
                return
            self.reader.desk.remark("split_table", self.reader.at(node))
            node = _without_header(node)
        heading = self.heading(node)
        self.draft.open(heading, node.key)
        if node.value("hint"):
            if inner:
                self.reader.desk.deny("conditional_note", self.reader.at(node))
            words = plain(self.reader.desk, self.reader.text(node, "hint"), self.reader.at(node))
            self.draft.tell(words, self.reader.at(node))
        self.below(node, inner, heading)
        self.draft.open(title)

    def below(self, node: Node, conditions: tuple[str, ...], heading: str) -> None:
        if self.depth >= _DEEPEST:
            at, word = self.reader.at(node), node.word("name")
            self.reader.desk.refuse("shape", at, word=word, kind="shallow")
        self.depth += 1
        self.walk(node.nodes("children"), conditions, heading)
        self.depth -= 1

    def heading(self, node: Node) -> str:
        if not node.value("label"):
            return ""
        return label(self.reader.desk, self.reader.text(node, "label"), self.reader.at(node))


def _without_header(table: Node) -> Node:
    """A table as a plain group: its heading above, its rows below."""
    note = next((child for child in table.nodes("children") if child.kind in NOTE), Node({}))
    return table.but(
        label=table.value("label") or note.value("label"),
        hint=table.value("hint") or note.value("hint"),
        children=[row.members for row in rows_of(table)],
    )

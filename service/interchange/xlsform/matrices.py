"""A group of choices laid out as a table becomes a matrix, where its rows are alike."""

from typing import Final

from service.interchange.assembling import Piece
from service.interchange.naming import assign_keys
from service.interchange.plain import label, plain
from service.interchange.xlsform.kinds import NOTE, read_piece
from service.interchange.xlsform.node import ROW, Node
from service.interchange.xlsform.rows import Reader, required
from surveys.questionnaire.questions import GradeMatrix, Indicator, SingleChoice, Subject

_OWN: Final = ("hint", "default", "choice_filter", "media", "trigger", "guidance_hint")
"""What a row of a matrix cannot have for itself."""


def is_table(node: Node) -> bool:
    """Whether a group is laid out as a table: a row of headings, rows without labels below."""
    looks = [each.looks for each in node.nodes("children") if each.kind not in NOTE]
    return len(looks) > 1 and looks[0] == "label" and set(looks[1:]) == {"list-nolabel"}


def rows_of(table: Node) -> list[Node]:
    """The questions of a table; the row of headings asks nothing."""
    return [each for each in table.nodes("children") if each.looks == "list-nolabel"]


def read_matrix(
    reader: Reader, node: Node, conditions: tuple[str, ...], looked_at: frozenset[str]
) -> Piece | None:
    """The matrix; None where the rows are better asked one by one."""
    tables = _tables(node)
    rows = [row for table in tables for row in rows_of(table)]
    if not rows or not _alike(rows) or {row.word("name") for row in rows} & looked_at:
        return None
    first = read_piece(reader, rows[0].but(control={}), ())
    if first is None or not isinstance(first.question, SingleChoice):
        return None
    title, words = _heading(reader, node)
    matrix = GradeMatrix(
        key="",
        title=title,
        help=words,
        required=required(reader, rows[0]),
        subjects=_subjects(reader, node, tables, title),
        indicators=_indicators(reader, rows_of(tables[0])),
        grades=first.question.options,
    )
    return Piece(
        name=node.key, question=matrix, at=reader.at(node), codes=first.codes, conditions=conditions
    )


def _tables(node: Node) -> list[Node]:
    """The table itself, or the tables of several appraisees with the same rows."""
    if is_table(node):
        return [node]
    tables = node.nodes("children")
    rows = [[row.value("label") for row in rows_of(table)] for table in tables if is_table(table)]
    return tables if len(rows) == len(tables) and all(each == rows[0] for each in rows) else []


def _alike(rows: list[Node]) -> bool:
    plainly = all(
        row.kind == "select one"
        and not any(row.value(name) for name in _OWN)
        and not row.tied("relevant")
        and not row.tied("constraint")
        and not row.value("minping_or_other")
        for row in rows
    )
    musts = {row.tied("required").lower() for row in rows}
    return plainly and len(musts) == 1 and len({row.word("itemset") for row in rows}) == 1


def _heading(reader: Reader, node: Node) -> tuple[str, str]:
    """A table hands its label and its hint to a note of its own, or to its row of headings."""
    parts = node.nodes("children")
    note = next((each for each in parts if each.kind in NOTE), Node({}))
    headed = next((each for each in parts if each.value("label")), Node({}))
    source = Node(
        {
            "label": node.value("label") or note.value("label") or headed.value("label"),
            "hint": node.value("hint") or note.value("hint"),
            ROW: node.row,
        }
    )
    title = label(reader.desk, reader.text(source, "label"), reader.at(node))
    return title, plain(reader.desk, reader.text(source, "hint"), reader.at(node))


def _subjects(reader: Reader, node: Node, tables: list[Node], title: str) -> tuple[Subject, ...]:
    if is_table(node):
        return (Subject(key="", label=title),)
    keys = assign_keys([table.key for table in tables], "d")
    heads = [_heading(reader, table) for table in tables]
    return tuple(
        Subject(key=key, label=head, note=note)
        for key, (head, note) in zip(keys, heads, strict=True)
    )


def _indicators(reader: Reader, rows: list[Node]) -> tuple[Indicator, ...]:
    keys = assign_keys([row.key for row in rows], "i")
    return tuple(
        Indicator(
            key=key,
            label=label(reader.desk, reader.text(row, "label"), reader.at(row)),
            overall=row.word("minping_overall").lower() in {"yes", "true"},
        )
        for key, row in zip(keys, rows, strict=True)
    )

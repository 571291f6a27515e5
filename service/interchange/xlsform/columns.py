"""Which columns of a row only lay it out, and which change what is asked."""

import re
from typing import Final

from service.interchange.xlsform.node import Node
from service.interchange.xlsform.rows import YES_NO, Reader, flat, shuffled

_HARMLESS: Final = re.compile(
    r"w\d+|columns(-\d+|-pack|-flex)?|horizontal(-compact)?|minimal|compact(-\d+)?|quick(compact)?"
    r"(-\d+)?|autocomplete|likert|label|list(-nolabel)?|no-buttons|multiline|thousands-sep|vertical"
    r"|no-ticks|rating|picker|field-list|table-list|summary|textbox|counter"
)
_STRANGE: Final = {
    "choice_filter": "choice_filter",
    "trigger": "calculated",
    "guidance_hint": "column",
    "media": "media",
    "save_to": "column",
    "query": "from_file",
}
"""Columns that change a question and have no equal with us."""
_TIES: Final = frozenset({"required", "relevant", "constraint", "jr:constraintMsg"}) | {
    "jr:requiredMsg",
    "readonly",
    "type",
}
_SHOWN: Final = frozenset({"appearance", "rows", "start", "end", "step"})


def deny_columns(reader: Reader, node: Node) -> None:
    """Everything a row has that changes the question and that we have not."""
    desk, at = reader.desk, reader.at(node)
    for column, code in _STRANGE.items():
        if node.value(column):
            word = column if code == "column" else flat(node.value(column))
            desk.deny(code, at, word=word)
    if node.value("default"):
        desk.deny("default", at, word=flat(node.value("default")))
    bind = node.below("bind")
    for name in bind.members:
        if name == "calculate":
            desk.deny("calculated", at)
        elif name == "readonly" and YES_NO.get(bind.word(name).lower(), True):
            desk.deny("read_only", at)
        elif name not in _TIES:
            desk.deny("column", at, word=f"bind::{name}")
    for name in node.below("control").members.keys() - _SHOWN:
        desk.deny("column", at, word=f"body::{name}")
    _deny_appearance(reader, node)


def _deny_appearance(reader: Reader, node: Node) -> None:
    if shuffled(node):
        reader.desk.deny("random", reader.at(node))
    for word in node.looks.split():
        if not _HARMLESS.fullmatch(word):
            reader.desk.deny("appearance", reader.at(node), word=word)

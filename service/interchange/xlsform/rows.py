"""What the rows of one form share: their sheets, their language, and how a row is looked at."""

import re
from typing import Final, cast

from service.interchange.objections import Cell, Desk
from service.interchange.xlsform.languages import Language
from service.interchange.xlsform.node import Node
from surveys.values import Value

YES_NO: Final = {"yes": True, "true": True, "true()": True} | {
    "no": False,
    "false": False,
    "false()": False,
    "": False,
}
"""How a form says yes and no."""
_BOLD: Final = re.compile(r"(\*\*|__)(?=\S)([^*_]+?)(?<=\S)\1")
_LINK: Final = re.compile(r"\[([^\[\]]+)\]\((https?://[^\s()]+)\)")
PIPED: Final = re.compile(r"\$\{[^{}]*\}")


class Reader(Value, frozen=True):
    """What is the same for all rows of a form."""

    desk: Desk
    sheet: str
    choices: str
    """The sheets as they are called."""
    language: Language

    def at(self, node: Node) -> Cell:
        """Where a row of the survey stands."""
        return Cell(self.sheet, node.row)

    def text(self, node: Node, name: str) -> str:
        """A text of a row in the language read; one that quotes an answer is objected to."""
        words = self.language.choose(self.desk, node.value(name), self.at(node))
        if found := PIPED.search(words):
            self.desk.deny("piping", self.at(node), word=found[0])
        return unmarked(self.desk, words, self.at(node))


def unmarked(desk: Desk, words: str, at: Cell) -> str:
    """Without the marks XLSForm makes bold words and links of.

    >>> unmarked(Desk(), "请**仔细**读[说明](https://a.cn/b)", Cell("survey"))
    '请仔细读说明（https://a.cn/b）'
    """
    bare = _LINK.sub(r"\1（\2）", _BOLD.sub(r"\2", words))
    if bare != words:
        desk.remark("format", at)
    return bare


def at_choice(reader: Reader, choice: Node) -> Cell:
    """Where a choice stands."""
    return Cell(reader.choices, choice.row)


def shuffled(node: Node) -> bool:
    """Whether the options come in another order for everybody."""
    return node.below("parameters").word("randomize").lower() == "true"


def required(reader: Reader, node: Node) -> bool:
    """Whether a row must be answered."""
    word = node.tied("required")
    if word.lower() not in YES_NO:
        reader.desk.deny("required", reader.at(node), word=word)
    return YES_NO.get(word.lower(), True)


def flat(value: object) -> str:
    """Whatever a cell became, on one line."""
    if not isinstance(value, dict):
        return str(value)
    return " ".join(map(flat, cast("dict[str, object]", value).values()))

"""The choices of a row become options by their names in the file."""

from typing import Final

from reports.wording.interchange import OTHER, SPECIFY
from service.interchange.assembling import MOST_OPTIONS
from service.interchange.naming import assign_keys
from service.interchange.objections import Cell
from service.interchange.plain import label
from service.interchange.xlsform.node import Node
from service.interchange.xlsform.rows import PIPED, Reader, at_choice, flat, shuffled, unmarked
from surveys.questionnaire.questions import Option

Codes = dict[str, Option]
_CHOOSING: Final = frozenset({"select one", "select all that apply", "rank"})


def read_options(reader: Reader, node: Node) -> Codes:
    """The options of a row by their names in the file."""
    every = [each for each in node.nodes("choices") if each.row or or_other(node)]
    choices = every[: MOST_OPTIONS + 1]
    if not choices and node.kind in _CHOOSING and not shuffled(node):
        reader.desk.deny("from_file", reader.at(node), word=node.word("itemset"))
    names = [choice.word("name") for choice in choices]
    found: Codes = {}
    for choice, name, key in zip(choices, names, assign_keys(names, "o"), strict=True):
        at = at_choice(reader, choice) if choice.row else reader.at(node)
        if name in found and not node.word("choice_filter"):
            reader.desk.deny("option_twice", at, word=name)
        found[name] = Option(key=key, label=_option_label(reader, choice, at))
    return found


def _option_label(reader: Reader, choice: Node, at: Cell) -> str:
    if not choice.row:
        reader.desk.remark("or_other", at)
        return OTHER if reader.language.chinese or not reader.language.order else "Other"
    if choice.value("media"):
        reader.desk.deny("media", at, word=flat(choice.value("media")))
        return "?"
    words = reader.language.choose(reader.desk, choice.value("label"), at)
    if found := PIPED.search(words):
        reader.desk.deny("piping", at, word=found[0])
    return label(reader.desk, unmarked(reader.desk, words, at), at)


def or_other(node: Node) -> bool:
    """Whether a row asks for an option 其他 with a line to fill in."""
    return bool(node.value("minping_or_other"))


def say_specify(reader: Reader) -> str:
    """What stands over the line behind 其他."""
    return SPECIFY if reader.language.chinese or not reader.language.order else "Specify other"

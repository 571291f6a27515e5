"""Which of several languages a form is read in: Chinese first, then its own default."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, cast

from service.interchange.objections import At, Desk
from service.interchange.xlsform.node import Node
from surveys.values import Value

_CHINESE: Final = re.compile(
    r"\b(zh|chi|zho|cmn|chinese|mandarin)\b|中文|汉语|漢語|简体|簡體|普通话", re.IGNORECASE
)
_SIMPLIFIED: Final = re.compile(r"hans|zh[-_]?cn|简体|simplified", re.IGNORECASE)
_UNSAID: Final = "default"


class Language(Value, frozen=True):
    """The languages of a form, the one to read first."""

    order: tuple[str, ...] = ()

    def choose(self, desk: Desk, text: object, at: At) -> str:
        """One text of those in several languages."""
        if not isinstance(text, dict):
            return "" if text is None else str(text)
        texts = cast("Mapping[str, object]", text)
        for language in (*self.order, *texts):
            if str(texts.get(language) or "").strip():
                if self.order and language != self.order[0]:
                    desk.remark("mixed_language", at, word=self.order[0])
                return str(texts[language])
        return ""

    @property
    def chinese(self) -> bool:
        """Whether the form is read in Chinese."""
        return bool(self.order) and is_chinese(self.order[0])


def is_chinese(language: str) -> bool:
    """Whether a language goes by a name for Chinese.

    >>> is_chinese("中文 (zh)"), is_chinese("zh-Hans"), is_chinese("English (en)")
    (True, True, False)
    """
    return bool(_CHINESE.search(language))


def order(languages: Iterable[str], default: str) -> Language:
    """Simplified Chinese, any Chinese, the form's default, the rest as they come."""
    known = list(dict.fromkeys(languages))

    def rank(language: str) -> tuple[int, int]:
        chinese = is_chinese(language)
        simplified = chinese and bool(_SIMPLIFIED.search(language))
        place = 0 if simplified else 1 if chinese else 2 if language == default else 3
        return place, known.index(language)

    return Language(order=tuple(sorted(known, key=rank)))


def languages_of(node: Node) -> Iterator[str]:
    """Every language any label of the tree is in."""
    yield from node.below("label").members
    for name in ("children", "choices"):
        for child in node.nodes(name):
            yield from languages_of(child)


def read_language(desk: Desk, tree: Node, at: At) -> Language:
    """The order for a whole form; several languages are remarked upon."""
    found = order(languages_of(tree), tree.word("default_language") or _UNSAID)
    if len(found.order) > 1:
        desk.remark("language", at, word=found.order[0])
    return found

"""What people type becomes the words a rule set knows: spaces, widths and units do not matter."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Final, Protocol

from surveys.keys import GroupKey, IndicatorKey, Key, OptionKey
from surveys.rules import scale
from surveys.rules.ruleset import RuleSet
from surveys.values import Value

_NUMBER: Final = re.compile(r"([0-9]{1,7})(?:\.0*)?[票张人份]?")
_NONE: Final = frozenset({"-", "—", "–", "/", "无"})
_UNSEEN: Final = frozenset({"Cc", "Cf"})
_BETWEEN: Final = re.compile(r"[、,，;；/|\n]+")


def plain(text: str) -> str:
    """The text without what the eye skips; full-width letters and digits become plain ones.

    >>> plain(" 满 意 "), plain("镇财政所（派出）")
    ('满意', '镇财政所(派出)')
    """
    return "".join(unicodedata.normalize("NFKC", _visible(text)).split())


def _visible(text: str) -> str:
    """Without control and format characters: they would steer the terminal that shows them."""
    return "".join(
        letter for letter in text if letter.isspace() or unicodedata.category(letter) not in _UNSEEN
    )


def shown(text: str) -> str:
    """A name as it is printed: on one line.

    >>> shown(" 镇财政所  （派出） ")
    '镇财政所 （派出）'
    """
    return " ".join(_visible(text).split())


def number(text: str) -> int | None:
    """A count; a dash is none at all. None where it is no count.

    >>> [number(text) for text in ("25", "25票", "—", "", "约25", "二十五", "-1", "2.5")]
    [25, 25, 0, 0, None, None, None, None]
    """
    said = plain(text)
    if not said or said in _NONE:
        return 0
    found = _NUMBER.fullmatch(said)
    return int(found[1]) if found else None


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that was probably meant; empty where none is like it.

    >>> nearest("基本满益", ["满意", "基本满意", "不满意"])
    '基本满意'
    """
    return next(iter(get_close_matches(word, list(known), n=1, cutoff=0.5)), "")


class _Named(Protocol):
    @property
    def key(self) -> Key: ...

    @property
    def label(self) -> str: ...


class Lexicon(Value, frozen=True):
    """The words of a rule set as they are typed → the keys they mean."""

    rules: RuleSet
    marks: dict[str, OptionKey]
    items: dict[str, IndicatorKey]
    groups: dict[str, GroupKey]
    allowed: dict[IndicatorKey, frozenset[OptionKey]]

    def read_marks(self, text: str) -> tuple[tuple[OptionKey, ...], tuple[str, ...]]:
        """The marks of one cell, and the words in it that are none."""
        if plain(text) in self.marks:
            return (self.marks[plain(text)],), ()
        words = [plain(word).removesuffix("分") for word in _BETWEEN.split(text)]
        known = (self.marks[word] for word in words if word in self.marks)
        return tuple(known), tuple(word for word in words if word and word not in self.marks)

    def options(self, item: IndicatorKey | None = None) -> tuple[str, ...]:
        """What may be marked, in words, in the order of the rule set."""
        may = self.allowed[item] if item else frozenset(self.marks.values())
        return tuple(option.label for option in scale.words(self.rules) if option.key in may)


def lexicon(rules: RuleSet) -> Lexicon:
    """The words of these rules."""
    scores = {score: score for score in scale.scores(rules)}
    return Lexicon(
        rules=rules,
        marks=_known(scale.words(rules)) | scores,
        items=_known(rules.items),
        groups=_known(rules.electorate.groups),
        allowed={item.key: scale.allowed(rules, item) for item in rules.items},
    )


def _known(named: Iterable[_Named]) -> dict[str, Key]:
    """Labels go before keys, should one look like the other."""
    each = tuple(named)
    return {one.key: one.key for one in each} | {plain(one.label): one.key for one in each}


def among(words: Iterable[str], known: Mapping[str, object]) -> int:
    """How many of these are known.

    >>> among(["满 意", "票数"], {"满意": 1})
    1
    """
    return sum(plain(word) in known for word in words if word)

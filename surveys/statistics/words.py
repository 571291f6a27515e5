"""A text in Chinese -> the words that carry its meaning.

Chinese is written without spaces; rjieba parts the words, an extra (`minping[words]`) that not
every town installs. It knows neither villages nor offices, so these are told it beforehand.
"""

from collections.abc import Callable, Iterable
from typing import Final, TypeAlias

from surveys.statistics.computable import NotComputable, Reason

Segmenter: TypeAlias = Callable[[str], frozenset[str]]
"""A text -> each of its words once: who repeats a word has still said it once."""

_OFTEN: Final = 1000
"""Frequency under which a local name is preferred to its parts."""
_NAME: Final = "nz"
_TELLING: Final = frozenset("nvaijlsz")
"""First letter of a part of speech: nouns, verbs, adjectives, idioms, places; no particles."""
_POLITE: Final = frozenset({
    "建议", "希望", "反映", "意见", "可以", "没有", "应该", "能够", "需要", "进行", "问题", "工作",
    "部门", "方面", "情况", "谢谢", "感谢",
})  # fmt: skip
"""Said in nearly every remark, whatever it is about."""


def segmenter(lexicon: Iterable[str]) -> Segmenter | NotComputable:
    """Parts texts, knowing the names of departments and places in `lexicon`.

    >>> parted = segmenter(["马鹿塘", "财政所"])
    >>> sorted(parted("希望马鹿塘有路灯，财政所要公示"))
    ['公示', '财政所', '路灯', '马鹿塘']
    """
    try:
        from rjieba import Jieba  # noqa: PLC0415  -- an optional extra
    except ImportError:
        return NotComputable(Reason.NOT_INSTALLED)
    jieba = Jieba()
    for name in lexicon:
        jieba.add_word(name, _OFTEN, _NAME)
    return lambda text: frozenset(
        word
        for word, part in jieba.tag(text)
        if len(word) > 1 and part[:1] in _TELLING and word not in _POLITE
    )

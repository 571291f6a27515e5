"""Open answers that a person has read -> themes and keywords that enough people mentioned.

Nothing is taken from an answer that nobody has released: a name or a grudge in it would travel.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from math import log, sqrt
from typing import Final

from surveys.keys import Key
from surveys.statistics.computable import NotComputable, Reason
from surveys.statistics.words import Segmenter
from surveys.values import Value

RELIABLE: Final = 0.67
"""Krippendorff's alpha of two people who coded alike, below which themes are not told."""
_TELLING: Final = 1.96
"""Standard errors by which a word must be said more often of one department than of the others."""


class OpenAnswer(Value, frozen=True):
    """What somebody wrote (开放题回答), as redacted; `themes` as coded by those who read it."""

    about: Key
    text: str
    themes: tuple[Key, ...] = ()
    released: bool = False
    """A person read it and released it."""


class Theme(Value, frozen=True):
    """A code of the presidium's list (主题) and how many answers carry it."""

    theme: Key
    mentions: int


class Keyword(Value, frozen=True):
    """A word (关键词), how many answers of the department mention it, and how much it tells apart.

    `strength` is the log-odds against all others in standard errors; for the presidium's eye.
    """

    word: str
    mentions: int
    strength: float


def themes(
    answers: Sequence[OpenAnswer], *, minimum: int, agreement: float | NotComputable
) -> tuple[Theme, ...] | NotComputable:
    """Themes with enough mentions, the most frequent first; none if the coders disagreed.

    >>> read = [OpenAnswer("roads", "路灯", ("light",), released=True)] * 10
    >>> themes(read, minimum=10, agreement=0.8)
    (Theme(theme='light', mentions=10),)
    >>> themes(read, minimum=10, agreement=0.5).reason.value
    'unreliable'
    """
    if isinstance(agreement, NotComputable):
        return agreement
    if agreement < RELIABLE:
        return NotComputable(Reason.UNRELIABLE)
    counts = Counter(code for answer in _released(answers) for code in {*answer.themes})
    return tuple(Theme(*pair) for pair in _by_mentions(counts) if pair[1] >= minimum)


def keywords(
    answers: Sequence[OpenAnswer], *, minimum: int, parted: Segmenter | NotComputable
) -> dict[Key, tuple[Keyword, ...]] | NotComputable:
    """By department, the words that set it apart from the others, the most telling first."""
    if isinstance(parted, NotComputable):
        return parted
    said: dict[Key, Counter[str]] = {}
    for answer in _released(answers):
        said.setdefault(answer.about, Counter()).update(parted(answer.text))
    if not any(said.values()):
        return NotComputable(Reason.NO_BALLOTS)
    if len(said) == 1:
        return NotComputable(Reason.ONE_DEPARTMENT)
    strengths = {key: _strengths(said, key) for key in said}
    return {
        key: tuple(
            Keyword(word, counts[word], strength)
            for word, strength in sorted(strengths[key].items(), key=lambda pair: (-pair[1], pair))
            if strength >= _TELLING and counts[word] >= minimum
        )
        for key, counts in said.items()
    }


def frequent(
    answers: Sequence[OpenAnswer], *, minimum: int, parted: Segmenter | NotComputable
) -> tuple[tuple[str, int], ...] | NotComputable:
    """Words and how many released answers mention them, whatever they are about."""
    if isinstance(parted, NotComputable):
        return parted
    counts = Counter(word for answer in _released(answers) for word in parted(answer.text))
    return tuple(pair for pair in _by_mentions(counts) if pair[1] >= minimum)


def verbatim(answers: Sequence[OpenAnswer], about: Key) -> tuple[str, ...]:
    """The texts of one department that may be quoted, in an order that tells nothing."""
    return tuple(sorted(answer.text for answer in _released(answers) if answer.about == about))


def _released(answers: Sequence[OpenAnswer]) -> list[OpenAnswer]:
    return [answer for answer in answers if answer.released]


def _by_mentions(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def _strengths(said: Mapping[Key, Counter[str]], key: Key) -> dict[str, float]:
    """Log-odds with an informative Dirichlet prior (Monroe, Colaresi & Quinn 2008).

    The prior is what all departments' answers say, with the weight of an average department.
    """
    everything = sum(said.values(), Counter[str]())
    own, others = said[key], everything - said[key]
    weight = 1 / len(said)
    prior = weight * everything.total()
    return {
        word: _z(
            (own[word] + weight * count, own.total() + prior),
            (others[word] + weight * count, others.total() + prior),
        )
        for word, count in everything.items()
    }


def _z(here: tuple[float, float], there: tuple[float, float]) -> float:
    """Difference of log-odds in standard errors; each is mentions of a word and of all words."""
    if here[0] == here[1] or there[0] == there[1]:
        return 0.0
    apart = log(here[0] / (here[1] - here[0])) - log(there[0] / (there[1] - there[0]))
    return apart / sqrt(1 / here[0] + 1 / there[0])

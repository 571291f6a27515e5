"""Drawn slips (单次票卡): a code of 80 random bits, known to the database by a keyed hash only.

Nobody can guess a code, so a wrong one is a slip of the finger, or a machine trying. The throttle
answers the machine with less, and never stands in the way of a right code: somebody who floods a
survey with wrong codes must not be able to shut out those who hold a slip.
"""

import hmac
from typing import Final

from surveys import codes
from surveys.keys import GroupKey, SurveyKey, UnitKey
from surveys.refusals import Refusal
from surveys.values import Value

SIZE: Final = 10  # bytes, written as 16 letters in four groups
_REMEMBERED: Final = 1000
"""Surveys with wrong codes, before those whose pause is over are forgotten."""


class Slip(Value, frozen=True):
    """One slip as printed. Its code stands on paper and nowhere else."""

    code: str
    group: GroupKey
    unit: UnitKey


def mint(entropy: bytes) -> str:
    """The code of a new slip from `SIZE` random bytes.

    >>> mint(bytes(10))
    '0000-0000-0000-0000'
    """
    if len(entropy) != SIZE:
        raise ValueError(len(entropy))
    return codes.spell(entropy)


def mark_of(key: bytes, survey: SurveyKey, code: str) -> bytes:
    """HMAC-SHA256 of a code as typed; a code that cannot be one is unknown.

    >>> mark_of(bytes(32), "s", "oooo-" * 4) == mark_of(bytes(32), "s", "0" * 16)
    True
    """
    message = survey.encode() + b"\0" + codes.read(code, size=SIZE)
    return hmac.digest(key, message, "sha256")


class Throttle:
    """Wrong codes per survey: `most` at once, then one every `pause` seconds."""

    def __init__(self, *, most: int = 30, pause: float = 2.0) -> None:
        """Nobody has been wrong yet."""
        self._most: int = most
        self._pause: float = pause
        self._due: dict[SurveyKey, float] = {}

    def count(self, survey: SurveyKey, now: float) -> None:
        """Note one wrong code at `now` (seconds of any steady clock), or refuse.

        >>> throttle = Throttle(most=1, pause=60)
        >>> throttle.count("s", 0), throttle.count("s", 61)
        (None, None)
        >>> throttle.count("s", 62)
        Traceback (most recent call last):
        surveys.refusals.Refusal: ('slip.throttled', {})
        """
        if len(self._due) >= _REMEMBERED:  # whoever tries may make up surveys too
            self._due = {each: due for each, due in self._due.items() if due > now}
        due = max(self._due.get(survey, now), now) + self._pause
        if due > now + self._most * self._pause:
            raise Refusal("slip.throttled")
        self._due[survey] = due

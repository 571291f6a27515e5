"""What a voter typed becomes a text that can be kept: no control characters, one kind of line."""

import unicodedata
from typing import Final

_DIGITS: Final = {0xFF10 + digit: str(digit) for digit in range(10)}
_SIGNS: Final = {0xFF0B: "+", 0xFF0E: ".", 0xFF0D: "-", 0x2212: "-", 0x2014: "-", 0x2013: "-"}
# Marks that turn the direction of writing can make a page say what nobody wrote.
_TURNING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def clean(text: str, *, lines: bool) -> str:
    r"""One text as it is kept; without `lines`, line ends become spaces.

    >>> clean(" 路灯\r\n不亮\x00 ", lines=True)
    '路灯\n不亮'
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    text = text if lines else text.replace("\n", " ")
    return "".join(letter for letter in text if _kept(letter)).strip()


def _kept(letter: str) -> bool:
    # Cc control, Cs half a surrogate pair: the first confuses readers, the second is no UTF-8.
    if letter in _TURNING:
        return False
    return letter == "\n" or unicodedata.category(letter) not in {"Cc", "Cs"}


def plain_digits(text: str) -> str:
    r"""Full-width digits, point and minus, as a Chinese keyboard types them, in ASCII.

    >>> plain_digits(" \uff0d\uff11\uff12\uff0e5 ")
    '-12.5'
    """
    return text.strip().translate(_DIGITS | _SIGNS)

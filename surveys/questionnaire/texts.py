"""What a voter typed becomes a text that can be kept: no control characters, one kind of line."""

import re
from typing import Final

_DIGITS: Final = {0xFF10 + digit: str(digit) for digit in range(10)}
_SIGNS: Final = {0xFF0B: "+", 0xFF0E: ".", 0xFF0D: "-", 0x2212: "-", 0x2014: "-", 0x2013: "-"}
_DROPPED: Final = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]"
)
"""Control characters (Cc) and halves of surrogate pairs (Cs): the first confuse readers, the second
are no UTF-8. Marks that turn the direction of writing can make a page say what nobody wrote."""


def clean(text: str, *, lines: bool) -> str:
    r"""One text as it is kept; without `lines`, line ends become spaces.

    >>> clean(" 路灯\r\n不亮\x00 ", lines=True)
    '路灯\n不亮'
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    text = text if lines else text.replace("\n", " ")
    return _DROPPED.sub("", text).strip()


def plain_digits(text: str) -> str:
    r"""Full-width digits, point and minus, as a Chinese keyboard types them, in ASCII.

    >>> plain_digits(" \uff0d\uff11\uff12\uff0e5 ")
    '-12.5'
    """
    return text.strip().translate(_DIGITS | _SIGNS)

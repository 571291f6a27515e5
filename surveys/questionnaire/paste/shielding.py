r"""A backslash takes its meaning from a mark: `\（` is a bracket of the title, never a hint.

While a text is read, a shielded mark is kept as two halves of surrogate pairs: no text that came as
UTF-8 holds any, so no pattern of the grammar can see what was shielded.
"""

import re
import unicodedata
from typing import Final

_LETTERS: Final = {"n": "\n", "r": "\r", "t": "\t"}
_ESCAPE: Final = re.compile(r"\\(?:u\{([0-9a-f]{1,5})\}|(.))")
_PAIR: Final = re.compile("([\ud800-\udbff])([\udc00-\udfff])")
_FARTHEST: Final = 0xFFFFF
_HALF: Final = re.compile("[\ud800-\udfff]")


def shield(line: str) -> str:
    r"""Every escape of a line becomes a mark without meaning; a lone backslash is itself.

    >>> unshield(shield(r"性别\（单选\）\u{a}是\\否\？"))
    '性别（单选）\n是\\否？'
    """
    return _ESCAPE.sub(_hidden, _HALF.sub("", line))


def _hidden(found: re.Match[str]) -> str:
    code, letter = found[1], found[2]
    if code:
        point = int(code, 16)
        return _pair(point) if point not in range(0xD800, 0xE000) else found[0]
    if letter in _LETTERS:
        return _pair(ord(_LETTERS[letter]))
    if ord(letter) > _FARTHEST:  # no two halves hold it, and no mark is so far out
        return letter
    return found[0] if letter.isascii() and letter.isalnum() else _pair(ord(letter))


def _pair(point: int) -> str:
    return chr(0xD800 + (point >> 10)) + chr(0xDC00 + (point & 0x3FF))


def unshield(text: str) -> str:
    """The text as it was meant."""
    return _PAIR.sub(
        lambda found: chr(((ord(found[1]) - 0xD800) << 10) + ord(found[2]) - 0xDC00), text
    )


def escape(text: str) -> str:
    r"""A text written so that nothing in it is a mark.

    >>> escape("A. 是（否）")
    'A\\. 是\\（否\\）'
    """
    return "".join(_escaped(letter, at, text) for at, letter in enumerate(text))


def spell_out(text: str) -> str:
    r"""Every letter by its number, as far as two halves hold one; what lies beyond means nothing.

    >>> spell_out("跳")
    '\\u{8df3}'
    """
    return "".join(
        f"\\u{{{ord(letter):x}}}" if ord(letter) <= _FARTHEST else letter for letter in text
    )


def _escaped(letter: str, at: int, text: str) -> str:
    kind = unicodedata.category(letter)
    if letter == " " and 0 < at < len(text) - 1:
        return letter
    if kind[0] == "Z" or kind in {"Cc", "Cf", "No", "Mn", "Me"}:
        return f"\\u{{{ord(letter):x}}}"
    return letter if kind[0] in "LNMC" else f"\\{letter}"

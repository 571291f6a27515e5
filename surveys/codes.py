"""Codes people type: Crockford's base 32, in groups of four, forgiving about O, I and L."""

from typing import Final

from surveys.refusals import Refusal

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_FORGIVEN: Final = str.maketrans("OIL", "011", " -–—·\u3000")


def spell(data: bytes) -> str:
    """Write whole bytes as a code; the length in bytes must be a multiple of five.

    >>> spell(bytes(5))
    '0000-0000'
    """
    if len(data) % 5:
        raise ValueError(len(data))
    number = int.from_bytes(data)
    digits = [ALPHABET[(number >> shift) & 31] for shift in range(len(data) * 8 - 5, -1, -5)]
    return "-".join("".join(digits[at : at + 4]) for at in range(0, len(digits), 4))


def read(text: str, *, size: int, code: str = "slip.unknown") -> bytes:
    """Read a typed code of `size` bytes; anything else is refused under `code`.

    >>> read("o000 OOO1", size=5) == bytes(4) + bytes([1])
    True
    """
    plain = text.strip().upper().translate(_FORGIVEN)
    if len(plain) * 5 != size * 8 or any(letter not in ALPHABET for letter in plain):
        raise Refusal(code)
    number = 0
    for letter in plain:
        number = number << 5 | ALPHABET.index(letter)
    return number.to_bytes(size)

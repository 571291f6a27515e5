"""Two halves of a stamp become one: an RSA key of many primes (RFC 8017 §3) nobody holds whole.

The modulus is n = own · other. The registrar holds the private key of `own`, the scrutineers'
machine (联署机) that of `other`, both with the exponent 65537; each raises what a voter blinded to
its own private power, and the Chinese remainder theorem puts the two together. What stands here
works on public values only. Whoever lacks one factor's key would have to take a 65537th root of the
message modulo that factor.

A toy of it, with 35 = 5 · 7 and the exponent 5 in the place of 65537:

>>> own, other = pow(12, pow(5, -1, 4), 5), pow(12, pow(5, -1, 6), 7)
>>> pow(Joint.of(5, 7).join(own, other), 5, 35)
12
"""

from math import gcd
from typing import Final

from surveys.values import Value

EXPONENT: Final = 65537


class Joint(Value, frozen=True):
    """The public side of a key in two halves; `inverse` is that of `own` modulo `other`."""

    own: int
    other: int
    inverse: int

    @classmethod
    def of(cls, own: int, other: int) -> "Joint":
        """Take two moduli that have no factor in common; else `ValueError`."""
        return cls(own, other, pow(own, -1, other))

    @property
    def modulus(self) -> int:
        """What stamps are checked with."""
        return self.own * self.other

    @property
    def size(self) -> int:
        """Bytes of a stamp."""
        return octets(self.modulus)

    def join(self, own: int, other: int) -> int:
        """The one number that is `own` modulo the one and `other` modulo the other."""
        return own + self.own * ((other - own) * self.inverse % self.other)

    def stamp(self, blinded: bytes, *, own: bytes, other: bytes) -> bytes:
        """Join two answers to a blinded message; `ValueError` where they are no stamp on it.

        Checked before anything leaves the house: the phone would take a wrong one for a fraud. It
        would betray no key: both factors are published, and each side has its own checked halves.
        """
        whole = self.join(int.from_bytes(own), int.from_bytes(other))
        if pow(whole, EXPONENT, self.modulus) != int.from_bytes(blinded):
            raise ValueError("two halves that make no stamp")
        return whole.to_bytes(self.size)


def octets(modulus: int) -> int:
    """Bytes that a number below it takes."""
    return -(-modulus.bit_length() // 8)


def part(blinded: bytes, modulus: int) -> bytes:
    """What one half is asked: the blinded message modulo its factor."""
    return (int.from_bytes(blinded) % modulus).to_bytes(octets(modulus))


def fit(own: int, other: int) -> bool:
    """Whether two halves make a key of whole bytes, with as many bits as both have together.

    >>> fit(192, 193), fit(128, 129), fit(192, 192)
    (True, False, False)
    """
    whole = own.bit_length() + other.bit_length()
    return (own * other).bit_length() == whole and whole % 8 == 0 and gcd(own, other) == 1

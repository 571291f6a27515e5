"""The numbers of stamps: keys, rights, stamps given and envelopes sealed agree, pile by pile."""

import re
from collections import Counter
from typing import Final

from surveys.manifest import Manifest, Secrecy
from surveys.tally.results import Count, StampCount
from surveys.verification.accounts import Slips, issued, printed
from surveys.verification.report import Notebook
from surveys.verification.sealed import SealedList

LEAST_BITS: Final = 2048
_MODULUS: Final = re.compile("[1-9a-f][0-9a-f]{0,4095}")
"""At most 16384 bits, as the library takes them: to divide by a longer one would take minutes."""


def check_keys(manifest: Manifest, notes: Notebook) -> None:
    """A pair of keys for each pile of slips, long enough, and no key serves twice.

    The group of a ballot is said by the key of its stamp; a key in two places would say nothing.
    """
    sealed = manifest.secrecy is Secrecy.SEALED
    wanted = printed(manifest) if sealed else Slips()
    ours = Counter({(pair.group, pair.unit): pair.eligible for pair in manifest.stamps})
    for group, unit in sorted(wanted.keys() | ours.keys()):
        pile = (group, unit)
        if wanted[pile] != ours[pile]:
            notes.differs(
                "manifest.stamps",
                group=group,
                unit=unit,
                published=ours[pile],
                recounted=wanted[pile],
            )
    moduli = [modulus for pair in manifest.stamps for modulus in (pair.inner, pair.outer)]
    sound = len(set(moduli)) == len(moduli) == 2 * len(ours)
    if not (sound and all(bits_of(modulus) >= LEAST_BITS for modulus in moduli)):
        notes.differs(
            "manifest.stamps", group="", unit="", published=len(set(moduli)), recounted=len(moduli)
        )
    notes.made("manifest.stamps", keys=len(moduli))


def bits_of(modulus: str) -> int:
    """Nought where it is written in another way: two spellings of one key would look like two."""
    return int(modulus, 16).bit_length() if _MODULUS.fullmatch(modulus) else 0


def check_numbers(
    manifest: Manifest, count: Count, sealed: SealedList, *, opened: Slips, notes: Notebook
) -> None:
    """Pile by pile: opened ≤ sealed ≤ outer stamps ≤ slips issued, and outer ≤ inner ≤ twice."""
    given = issued(count)
    ours = {(pair.group, pair.unit): pair.eligible for pair in manifest.stamps}
    theirs = {(pile.group, pile.unit): pile for pile in count.stamps}
    if [*ours] != [(pile.group, pile.unit) for pile in count.stamps]:
        notes.differs(
            "stamps.numbers", group="", unit="", published=len(theirs), recounted=len(ours)
        )
    for kind in sorted(ours.keys() & theirs.keys()):
        pile, number = theirs[kind], sealed.piles.get(kind, 0)
        sound = (
            pile.eligible == ours[kind]
            and pile.sealed == number
            and opened[kind] <= number <= pile.outer <= min(given[kind], pile.inner)
            and pile.inner <= 2 * pile.eligible
        )
        if not sound:
            notes.differs(
                "stamps.numbers",
                group=kind[0],
                unit=kind[1],
                published=_said(pile),
                recounted=number,
            )
    notes.made(
        "stamps.numbers",
        outer=sum(pile.outer for pile in count.stamps),
        sealed=sum(sealed.piles.values()),
        difference=sum(pile.difference for pile in count.stamps),
    )


def _said(pile: StampCount) -> tuple[int, ...]:
    return pile.eligible, pile.inner, pile.outer, pile.sealed

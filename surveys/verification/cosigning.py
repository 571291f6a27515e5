"""Outer stamps that scrutineers make together with the registrar: their half is in every key.

An outer modulus is then the registrar's factor times the scrutineers' own. Whether the second
private key was ever anywhere else than on their machine, no file can tell.
"""

from collections import Counter
from math import gcd
from typing import Final

from surveys.manifest import Manifest, StampKeys
from surveys.verification.report import Notebook
from surveys.verification.stamp_accounts import LEAST_BITS, bits_of

CHECK: Final = "manifest.cosigner"
"""Made only where the manifest names a co-signer, or a half of theirs."""


def is_told(manifest: Manifest) -> bool:
    """Whether there is anything to check."""
    return bool(manifest.cosigners) or any(pair.cosigner for pair in manifest.stamps)


def check(manifest: Manifest, notes: Notebook) -> None:
    """Every pile has a half of its own, which its outer key is a multiple of; somebody keeps it."""
    if not is_told(manifest):
        return
    halves = [pair.cosigner for pair in manifest.stamps]
    times = Counter(halves)
    known = {other for pair in manifest.stamps for other in (pair.inner, pair.outer)}
    for pair in manifest.stamps:
        if times[pair.cosigner] > 1 or pair.cosigner in known or not _is_half(pair):
            notes.differs(CHECK, group=pair.group, unit=pair.unit)
    if not halves or not manifest.cosigners:
        notes.differs(CHECK, group="", unit="")
    notes.made(CHECK, names="、".join(manifest.cosigners), keys=len(halves))


def _is_half(pair: StampKeys) -> bool:
    """Neither factor is short, or shared: whoever holds one must not hold the other with it."""
    if min(bits_of(pair.outer), bits_of(pair.cosigner)) < LEAST_BITS:
        return False
    own, rest = divmod(int(pair.outer, 16), int(pair.cosigner, 16))
    return rest == 0 and own.bit_length() >= LEAST_BITS and gcd(own, int(pair.cosigner, 16)) == 1

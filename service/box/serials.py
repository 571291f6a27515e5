"""Serials (票号) of paper ballots: printed beforehand, drawn by hand, typed by tellers.

A serial stands for a slip whose code only the server can work out, so a sheet goes into the box by
the doors there are, and whoever holds one can do nothing with it but hand it in. Serials follow
from the manifest: sheets can be printed again, and those of an earlier manifest are worthless.
"""

import hmac
from typing import Final

from service.box.slips import SIZE, Slip, mint
from surveys import codes
from surveys.keys import GroupKey, SurveyKey, UnitKey
from surveys.manifest import SlipCount

LENGTH: Final = 5
"""Bytes: 8 letters. Nothing in them says how many there are, or in which order they were drawn."""


def serials_of(key: bytes, manifest: str, count: SlipCount) -> list[str]:
    """The serials of one pile under the manifest of this fingerprint, in no order that says more.

    >>> serials_of(bytes(32), "ab", SlipCount("deputies", "", 2))
    ['6EKB-HRVK', 'SMGV-JHY8']
    """
    return sorted(
        codes.spell(_keyed(key, f"serial\0{manifest}\0{count.group}\0{count.unit}\0{at}", LENGTH))
        for at in range(count.printed)
    )


def slip_of(
    key: bytes, survey: SurveyKey, serial: str, *, group: GroupKey = "", unit: UnitKey = ""
) -> Slip:
    """The slip a serial stands for, as typed; what cannot be a serial was never printed."""
    read = codes.read(serial, size=LENGTH, code="collected.unknown_serial")
    code = mint(_keyed(key, f"paper\0{survey}\0{read.hex()}", SIZE))
    return Slip(code=code, group=group, unit=unit)


def _keyed(key: bytes, words: str, size: int) -> bytes:
    return hmac.digest(key, words.encode(), "sha256")[:size]

"""Questions become answers: the ledger decides, the keys of the folder sign."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from service.cosigning.keyfile import Keyfile
from service.cosigning.ledger import Ledger, Pile, pile_name
from service.stamping.libcrypto import Signer
from service.stamping.relay import Answer, Question
from service.stamping.selftest import check_library
from surveys import canonical
from surveys.keys import GroupKey, UnitKey
from surveys.manifest import Manifest, Secrecy
from surveys.refusals import Refusal
from surveys.values import Value

HANDS: Final = 2
"""Signatures made at the same time."""
_LEAST_DIGITS: Final = 16
"""Of a typed fingerprint: enough that nobody finds another manifest for them."""


class Cosigned(Value, frozen=True):
    """One pile: how many rights were co-signed, and how many there are."""

    group: GroupKey
    unit: UnitKey
    cosigned: int
    eligible: int


class CosignReport(Value, frozen=True):
    """What the machine did, to be held against the tally sheet (领票)."""

    survey: str
    title: str
    manifest: str
    holder: str
    closed: bool
    piles: tuple[Cosigned, ...]


class Machine:
    """The keys of a folder and its ledger, bound to one manifest."""

    def __init__(self, keyfile: Keyfile, manifest: Manifest, ledger: Ledger) -> None:
        """`manifest` is the one whose fingerprint was typed in; it must name these very keys."""
        check_library()
        self._ledger: Ledger = ledger
        self._signers: dict[Pile, Signer] = {
            (half.group, half.unit): Signer(bytes.fromhex(half.private)) for half in keyfile.halves
        }
        self._limits: dict[Pile, int] = limits_of(keyfile, manifest, self._signers)

    def answer(self, questions: Sequence[Question]) -> tuple[Answer, ...]:
        """Admit all of a turn, sync once, then sign."""
        sound = [self._is_sound(question) for question in questions]
        asked = [question for question, good in zip(questions, sound, strict=True) if good]
        verdicts = iter(self._ledger.admit(asked, self._limits))
        refused = [next(verdicts) if good else "malformed" for good in sound]
        with ThreadPoolExecutor(HANDS) as hands:
            return tuple(hands.map(self._say, questions, refused))

    def _is_sound(self, question: Question) -> bool:
        signer = self._signers.get((question.group, question.unit))
        blinded = bytes.fromhex(question.blinded)
        if signer is None or len(blinded) != signer.size:
            return False
        return int.from_bytes(blinded) < signer.modulus

    def _say(self, question: Question, refused: str) -> Answer:
        if refused:
            return Answer(question.mark, refused=refused)
        signer = self._signers[question.group, question.unit]
        return Answer(question.mark, signer.sign(bytes.fromhex(question.blinded)).hex())


def limits_of(
    keyfile: Keyfile, manifest: Manifest, signers: Mapping[Pile, Signer]
) -> dict[Pile, int]:
    """Rights of each pile by every door; a manifest that does not name these keys is refused."""
    pairs = {(pair.group, pair.unit): pair for pair in manifest.stamps}
    same = manifest.survey == keyfile.request.survey and manifest.secrecy is Secrecy.SEALED
    if not same or pairs.keys() != signers.keys():
        raise Refusal("cosign.not_named")
    for half in keyfile.halves:
        pair, modulus = pairs[half.group, half.unit], signers[half.group, half.unit].modulus
        whole = int(half.own, 16) * modulus
        if (pair.cosigner, pair.outer) != (f"{modulus:x}", f"{whole:x}"):
            raise Refusal("cosign.not_named")
    return {pile: pair.eligible for pile, pair in pairs.items()}


def read_manifest(data: bytes, typed: str) -> tuple[Manifest, str]:
    """The manifest, if its fingerprint begins as the one on card, notice and screen does."""
    digits, whole = "".join(typed.split()).lower(), canonical.fingerprint(data)
    if len(digits) < _LEAST_DIGITS or not whole.startswith(digits):
        raise Refusal("cosign.other_fingerprint")
    return canonical.decode(data, Manifest), whole


def report_on(keyfile: Keyfile, manifest: Manifest, ledger: Ledger) -> CosignReport:
    """What the ledger says, pile by pile."""
    counts, request = ledger.counts(), keyfile.request
    return CosignReport(
        survey=request.survey,
        title=manifest.title,
        manifest=ledger.read("manifest"),
        holder=request.holder,
        closed=ledger.closed,
        piles=tuple(
            Cosigned(
                pair.group,
                pair.unit,
                counts.get(pile_name(pair.group, pair.unit), 0),
                pair.eligible,
            )
            for pair in manifest.stamps
        ),
    )

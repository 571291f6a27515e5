"""An outer key of two halves: ours, through libcrypto, and that of the scrutineers' machine."""

import hmac
from typing import Final

from service.stamping.halves import Joint, part
from service.stamping.libcrypto import LibraryLacksError, Signer
from service.stamping.relay import Question
from surveys.keys import GroupKey, SurveyKey, UnitKey
from surveys.values import Value

_MARK: Final = 16  # bytes


class Right(Value, frozen=True):
    """Whose stamp it is: the mark of a slip, or a person on the roll."""

    survey: SurveyKey
    group: GroupKey
    unit: UnitKey
    slip: bytes | None = None
    person: str | None = None

    def mark(self, key: bytes) -> str:
        """The same for the same right, and nothing to anybody without the key of the house."""
        whose = self.slip if self.slip is not None else (self.person or "").encode()
        words = ("cosign", "slip" if self.slip is not None else "person", self.survey)
        where = "\0".join((*words, self.group, self.unit, "")).encode()
        return hmac.digest(key, where + whose, "sha256")[:_MARK].hex()


class CosignedKey:
    """A key whose other half is elsewhere."""

    def __init__(self, own: Signer, other: int) -> None:
        """`other`: the modulus of the other half."""
        self._own: Signer = own
        self._joint: Joint = Joint.of(own.modulus, other)
        self.modulus: int = self._joint.modulus
        self.size: int = self._joint.size

    def question(self, blinded: bytes, right: Right, key: bytes) -> Question:
        """What the other side is asked."""
        half = part(blinded, self._joint.other).hex()
        return Question(right.mark(key), right.group, right.unit, half)

    def finish(self, blinded: bytes, other: bytes) -> bytes:
        """Put our half to theirs."""
        own = self._own.sign(part(blinded, self._own.modulus))
        try:
            return self._joint.stamp(blinded, own=own, other=other)
        except (ValueError, OverflowError) as error:
            raise LibraryLacksError("the co-signer's half does not fit") from error

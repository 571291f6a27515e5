"""The manifest: everything that must not change once slips are printed under it.

Its fingerprint stands on the notice, the big screen and every receipt.
"""

import enum
from typing import Protocol

from surveys import canonical
from surveys.appraisal.plan import Appraisee
from surveys.keys import GroupKey, SurveyKey, TownKey, UnitKey
from surveys.questionnaire.form import Questionnaire
from surveys.rules.ruleset import RuleSet
from surveys.values import Value


class Secrecy(enum.Enum):
    """The secrecy class, told to the voter in one honest sentence before they begin."""

    SEALED = "sealed"  # 无记名: sealed on the voter's own device
    SERVER_SEALED = "server-sealed"  # 不记名: sealed by the server on arrival
    NAMED = "named"  # 实名


class Custody(enum.Enum):
    """Who keeps the key of the box."""

    SYSTEM = "system"  # level 1: a separate opener process
    SCRUTINEERS = "scrutineers"  # level 2: k of n shares


class SlipCount(Value, frozen=True):
    """How many slips were printed for a weighting group and unit."""

    group: GroupKey
    unit: UnitKey
    printed: int


class StampKeys(Value, frozen=True, omit_defaults=True):
    """The two keys whose stamps (内章、外章) admit a ballot, an envelope of this group and unit.

    Modulus of each RSA key, lower-case hexadecimal; the public exponent is 65537. `eligible`: how
    many rights there are to a stamp of either kind.
    """

    group: GroupKey
    unit: UnitKey
    eligible: int
    inner: str
    outer: str
    cosigner: str = ""
    """The factor of `outer` whose private key scrutineers hold on a machine of theirs (联署机);
    nothing where the registrar holds all of it."""


class Manifest(Value, frozen=True, omit_defaults=True):
    """What was frozen before the vote. `padded` is the one length of every enclosure, in bytes.

    A field at its default is left out, so that manifests frozen by an earlier release keep their
    bytes.
    """

    protocol: str
    town: TownKey
    congress: str
    """The body in whose name the evaluation is held, such as 老厂镇人民代表大会主席团."""
    survey: SurveyKey
    title: str
    secrecy: Secrecy
    custody: Custody
    form: Questionnaire
    appraisees: tuple[Appraisee, ...]
    rules: RuleSet
    slips: tuple[SlipCount, ...]
    entitled: int
    """People on the frozen roll (应到)."""
    roll_fingerprint: str
    box_key: str
    """P-256 public key for HPKE, uncompressed point, hexadecimal."""
    receipt_key: str
    """Ed25519 public key that signs receipts, hexadecimal."""
    padded: int
    frozen_at: str
    """RFC 3339, with the town's own offset; the vote itself opens and closes later."""
    stamps: tuple[StampKeys, ...] = ()
    """One pair of keys for each weighting group and unit, where voters seal on their own device."""
    script: str = ""
    """SHA-384 of the script that seals on the voter's device, base64."""
    threshold: int = 0
    """How many custodians open the box together, where they hold shares of its key."""
    custodians: tuple[str, ...] = ()
    rehearsal: bool = False
    """A rehearsal (模拟测评): its ballots count for nothing and are purged."""
    scripts: tuple[str, ...] = ()
    """SHA-384 of each script a voter's page or the tablet of this vote runs, base64, sorted."""
    cosigners: tuple[str, ...] = ()
    """Who keeps the machine without which no envelope is stamped (联署), where there is one."""


PROTOCOL = "minping/1"


class AnyManifest(Protocol):
    """What the voter's door, the box and the opener need of whatever was frozen.

    `Manifest` freezes an evaluation, `surveys.poll.PollManifest` a poll.
    """

    @property
    def town(self) -> TownKey: ...
    @property
    def congress(self) -> str: ...
    @property
    def survey(self) -> SurveyKey: ...
    @property
    def title(self) -> str: ...
    @property
    def secrecy(self) -> Secrecy: ...
    @property
    def custody(self) -> Custody: ...
    @property
    def form(self) -> Questionnaire: ...
    @property
    def slips(self) -> tuple[SlipCount, ...]: ...
    @property
    def box_key(self) -> str: ...
    @property
    def receipt_key(self) -> str: ...
    @property
    def padded(self) -> int: ...


def fingerprint(manifest: AnyManifest) -> str:
    """SHA-256 of the canonical manifest, 64 hexadecimal digits."""
    return canonical.fingerprint(canonical.encode(manifest))

"""The manifest: everything that must not change once slips are printed under it.

Its fingerprint stands on the notice, the big screen and every receipt.
"""

import enum

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


class Manifest(Value, frozen=True):
    """What was frozen before the vote. `padded` is the one length of every enclosure, in bytes."""

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


PROTOCOL = "minping/1"


def fingerprint(manifest: Manifest) -> str:
    """SHA-256 of the canonical manifest, 64 hexadecimal digits."""
    return canonical.fingerprint(canonical.encode(manifest))

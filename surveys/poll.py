"""A poll (民意调查): its plan, and the manifest that freezes it.

A poll goes into the same box as an evaluation. It has no appraisees and no rule set; its village
groups are the weighting groups of its slips.
"""

import enum
from collections.abc import Iterator
from typing import Annotated, Final

import msgspec

from surveys import canonical
from surveys.electorate.roll import WeightingGroup
from surveys.keys import WHOLE, GroupKey, Label, SurveyKey, TownKey, UnitKey
from surveys.manifest import AnyManifest, Custody, Manifest, Secrecy, SlipCount
from surveys.questionnaire.form import Questionnaire
from surveys.values import Value

SMALLEST_CELL: Final = 10
"""Answers of fewer people than this are published in no table (ONS 10-5 rule)."""

EVERYBODY: Final = WeightingGroup(key="participants", label="参与者")
"""The one group of an open link: nobody knows who they are, so they are not told apart."""


class Entry(enum.Enum):
    """How people come to the form."""

    CARDS = "cards"  # 票卡: one answer for each printed code
    OPEN_LINK = "open_link"  # 公开链接: whoever has the address; nothing prevents a second answer


class Holder(enum.Enum):
    """Who is given a card."""

    HOUSEHOLD = "household"  # 户
    PERSON = "person"  # 人


class Stratum(Value, frozen=True):
    """A village group (村小组): how many it has, and how many of them were given a card."""

    group: GroupKey
    size: Annotated[int, msgspec.Meta(ge=0)]
    drawn: Annotated[int, msgspec.Meta(ge=0)]


class Frame(Value, frozen=True):
    """Whom the cards stand for, so that an estimate knows its sample."""

    holder: Holder
    strata: tuple[Stratum, ...]
    seed: str = ""
    """What the draw was made with (`surveys.electorate.sample`); empty: everybody got a card."""
    roll: str = ""
    """Fingerprint of the roll that was drawn from."""


class Share(Value, frozen=True):
    """A village group in the plan: `number` cards, one a household, or for so many people drawn."""

    group: GroupKey
    label: Label
    number: Annotated[int, msgspec.Meta(ge=1, le=20_000)]


class PollPlan(Value, frozen=True):
    """What is decided before a poll: the form, and who may answer it."""

    title: Label
    form: Questionnaire
    entry: Entry
    holder: Holder = Holder.HOUSEHOLD
    """With cards: `HOUSEHOLD` gives every household one, `PERSON` draws people from the roll."""
    shares: tuple[Share, ...] = ()
    seed: str = ""


class PollManifest(Value, frozen=True, tag_field="kind", tag="poll"):
    """What was frozen before the poll; fields not told here are those of `Manifest`."""

    protocol: str
    town: TownKey
    congress: str
    survey: SurveyKey
    title: str
    secrecy: Secrecy
    custody: Custody
    form: Questionnaire
    groups: tuple[WeightingGroup, ...]
    entry: Entry
    slips: tuple[SlipCount, ...]
    """Empty for an open link."""
    frame: Frame | None
    minimum: int
    """The smallest number of answers a published table may tell of (最小单元)."""
    box_key: str
    receipt_key: str
    padded: int
    frozen_at: str

    @property
    def margins(self) -> tuple[tuple[str, int], ...]:
        """Each group by its name and how many it has; nothing where that is not known."""
        labels = {group.key: group.label for group in self.groups}
        strata = self.frame.strata if self.frame else ()
        return tuple((labels[each.group], each.size) for each in strata)


class _Kind(msgspec.Struct):
    kind: str = ""


def read_manifest(data: bytes, *, code: str = "publication.malformed") -> Manifest | PollManifest:
    """Read either; only a poll's names its kind, so that the first evaluations stay as frozen."""
    kind = canonical.decode(data, _Kind, code=code).kind
    return canonical.decode(data, PollManifest if kind == "poll" else Manifest, code=code)


def piles(manifest: AnyManifest) -> Iterator[tuple[GroupKey, UnitKey]]:
    """Every group and unit that a ballot of this survey may name."""
    if isinstance(manifest, PollManifest) and manifest.entry is Entry.OPEN_LINK:
        yield EVERYBODY.key, WHOLE
        return
    for count in manifest.slips:
        yield count.group, count.unit

"""Typed keys. A key is a short ASCII word; it stands in URLs, in canonical bytes and in SQL."""

from typing import Annotated, TypeAlias

import msgspec

Key: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9_.-]{0,39}\Z")]
Label: TypeAlias = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]

TownKey: TypeAlias = Key
SurveyKey: TypeAlias = Key
QuestionKey: TypeAlias = Key
OptionKey: TypeAlias = Key
AppraiseeKey: TypeAlias = Key
IndicatorKey: TypeAlias = Key
GroupKey: TypeAlias = Key
UnitKey: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^([a-z0-9][a-z0-9_.-]{0,39})?\Z")]

WHOLE: UnitKey = ""
"""The unit of a ballot that covers every appraisee; otherwise the unit is one appraisee's key."""

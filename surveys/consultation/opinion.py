"""What one sender wrote becomes opinions (意见), each about one subject, or is refused."""

from collections.abc import Mapping
from typing import Annotated, Final, TypeAlias

import msgspec

from surveys.consultation.consultation import AT_LARGE, Consultation, Naming, labels
from surveys.keys import UnitKey
from surveys.questionnaire.texts import clean
from surveys.refusals import Refusal
from surveys.values import Value

LONGEST: Final = 1000
"""Letters of one opinion."""
LONGEST_NAME: Final = 30
LONGEST_CONTACT: Final = 60

OpinionNumber: TypeAlias = Annotated[int, msgspec.Meta(ge=1)]
"""Opinions of a consultation are numbered as they come: 第3条."""


class Opinion(Value, frozen=True):
    """One opinion as those who handle it read it; its words are never changed."""

    number: OpinionNumber
    about: UnitKey
    words: str
    name: str = ""
    """Only where the sender agreed that it is printed beside the words."""


class Submission(Value, frozen=True):
    """What one sender sends at once (一次提交): words by subject, and who they are."""

    words: tuple[tuple[UnitKey, str], ...]
    name: str = ""
    contact: str = ""
    consented: bool = False
    """Whether the name may be printed beside the words."""


def read_submission(
    consultation: Consultation,
    words: Mapping[str, str],
    *,
    name: str = "",
    contact: str = "",
    consented: bool = False,
) -> Submission:
    """Read a posted form. Where no names are asked for, none is kept, whatever was sent."""
    asked = (*labels(consultation), AT_LARGE)
    unknown = words.keys() - set(asked)
    if unknown:
        raise Refusal("request.malformed", detail=min(unknown))
    written = tuple(
        (about, _bounded(words[about]))
        for about in asked
        if clean(words.get(about, ""), lines=True)
    )
    if not written:
        raise Refusal("consultation.nothing_written")
    if consultation.naming is Naming.OPEN:
        return Submission(words=written)
    name = clean(name, lines=False)[:LONGEST_NAME]
    if consultation.naming is Naming.NAMED and not name:
        raise Refusal("consultation.name_missing")
    return Submission(
        words=written,
        name=name,
        contact=clean(contact, lines=False)[:LONGEST_CONTACT],
        consented=consented and consultation.naming is Naming.NAMED,
    )


def _bounded(words: str) -> str:
    words = clean(words, lines=True)
    if len(words) > LONGEST:
        raise Refusal("consultation.too_long", most=LONGEST, over=len(words) - LONGEST)
    return words

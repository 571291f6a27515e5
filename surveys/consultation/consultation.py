r"""A consultation (意见征询): a text to comment on, departments to speak of, what is said of names.

Sections are typed in one box: an empty line begins the next, its first line is the heading.
"""

import enum
import re
from collections.abc import Iterator
from typing import Final, TypeAlias

from surveys.keys import Key, Label
from surveys.questionnaire.texts import clean
from surveys.refusals import Refusal
from surveys.values import Value

MOST_SUBJECTS: Final = 40
LONGEST_HEADING: Final = 60
LONGEST_TEXT: Final = 3000

AT_LARGE: Final = ""
"""The subject of an opinion that is about none of them, or about all."""

_GAP: Final = re.compile(r"\n[ \u3000]*\n\s*")


class Naming(enum.Enum):
    """Whether senders say who they are."""

    NAMED = "named"  # 实名: a name must be given
    OPTIONAL = "optional"  # 姓名可不填
    OPEN = "open"  # 不问姓名: none is asked for and none is kept


class Section(Value, frozen=True, tag="section"):
    """A part of the text people may comment on (段落)."""

    key: Key
    heading: Label
    text: str = ""


class Department(Value, frozen=True, tag="department"):
    """A department opinions may be about."""

    key: Key
    label: Label


Subject: TypeAlias = Section | Department


class Consultation(Value, frozen=True):
    """What is asked, and under which promise about names. Nothing of it changes once it is open."""

    title: Label
    subjects: tuple[Subject, ...]
    naming: Naming
    lead: str = ""
    """Why opinions are asked for, above everything."""
    seen_by: str = ""
    """Who is told names besides the secretary, in the words senders read; empty: nobody."""


def label_of(subject: Subject) -> str:
    """What a subject is called.

    >>> label_of(Section(key="s1", heading="一、道路"))
    '一、道路'
    """
    match subject:
        case Section(heading=heading):
            return heading
        case Department(label=label):
            return label


def labels(consultation: Consultation) -> dict[str, str]:
    """Key → label, in the order of the page."""
    return {subject.key: label_of(subject) for subject in consultation.subjects}


def read_sections(typed: str) -> tuple[Section, ...]:
    r"""The sections of one box.

    >>> [(each.heading, each.text) for each in read_sections("一、道路\n修三公里。\n\n二、路灯")]
    [('一、道路', '修三公里。'), ('二、路灯', '')]
    """
    blocks = list(_blocks(typed))
    _demand_few(len(blocks))
    return tuple(
        Section(
            key=f"s{at}",
            heading=_short(heading, number=at),
            text=_bounded(text.strip(), heading),
        )
        for at, (heading, text) in enumerate(blocks, start=1)
    )


def write_sections(sections: tuple[Section, ...]) -> str:
    """Write them for the same box again."""
    return "\n\n".join(f"{each.heading}\n{each.text}".strip() for each in sections)


def read_departments(typed: str) -> tuple[Department, ...]:
    r"""One department a line.

    >>> [each.label for each in read_departments("镇财政所\n\n 农业中心 ")]
    ['镇财政所', '农业中心']
    """
    lines = [line.strip() for line in clean(typed, lines=True).splitlines() if line.strip()]
    _demand_few(len(lines))
    return tuple(
        Department(key=f"d{at}", label=_short(line, number=at))
        for at, line in enumerate(lines, start=1)
    )


def demand_sound(consultation: Consultation) -> None:
    """Refuse what cannot be asked."""
    names = [label_of(subject) for subject in consultation.subjects]
    if not names:
        raise Refusal("consultation.no_subject")
    _demand_few(len(names))
    for name in names:
        if names.count(name) > 1:
            raise Refusal("consultation.subject_twice", word=name)


def _demand_few(subjects: int) -> None:
    if subjects > MOST_SUBJECTS:
        raise Refusal("consultation.too_many_subjects", most=MOST_SUBJECTS)


def _blocks(typed: str) -> Iterator[tuple[str, str]]:
    for block in _GAP.split(clean(typed, lines=True)):
        if block.strip():
            heading, _, text = block.partition("\n")
            yield heading.strip(), text


def _short(label: str, *, number: int) -> str:
    if len(label) > LONGEST_HEADING:
        raise Refusal("consultation.long_heading", number=number, most=LONGEST_HEADING)
    return label


def _bounded(text: str, heading: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise Refusal("consultation.long_text", heading=heading, most=LONGEST_TEXT)
    return text

"""Departments and indicators as lines of a text field: read with keys that stay, written back.

A department's key is made of its name, so that a recusal on the roll still names it next year.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from reports.wording.planning import BAR, CLASS_OF, explain_planning
from reports.wording.rule_aftermath import CLASSES
from surveys.appraisal.plan import Appraisee, AppraiseeClass
from surveys.appraisal.presets import OVERALL, PRESETS
from surveys.questionnaire.questions import Indicator

_LONGEST: Final = 60
_SEPARATOR: Final = re.compile("[|\uff5c]")


class Mistyped(Exception):
    """A line that cannot be read; the text is its sentence."""

    def __init__(self, code: str, **data: str | int) -> None:
        """Name the mistake and what its sentence needs."""
        super().__init__(explain_planning(code, data))


Keys = Mapping[str, str]
"""Label → key of departments and indicators that have one already."""


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            yield number, line.strip()


def read_departments(text: str, keys: Keys) -> Iterator[Appraisee]:
    """One a line: name, class, person in charge."""
    seen: set[str] = set()
    for number, line in _lines(text):
        parts = [part.strip() for part in _SEPARATOR.split(line)]
        if len(parts) > 3 or not parts[0]:
            raise Mistyped("department_parts", line=number)
        label, word, head = (*parts, "", "")[:3]
        if label in seen:
            raise Mistyped("department_twice", line=number, word=label)
        if word and word not in CLASS_OF:
            raise Mistyped("department_class", line=number, word=word)
        seen.add(_short(label))
        kind = AppraiseeClass(CLASS_OF[word]) if word else AppraiseeClass.TOWN
        yield Appraisee(_key("d", label, keys), label, kind, _short(head))


def read_indicators(text: str, keys: Keys, *, overall: bool) -> Iterator[Indicator]:
    """One a line; `overall` adds the one that is asked of everybody, at the end."""
    seen: set[str] = set()
    for number, label in _lines(text):
        if label in seen or (overall and label == OVERALL.label):
            raise Mistyped("indicator_twice", line=number, word=label)
        seen.add(_short(label))
        yield Indicator(key=_key("i", label, keys), label=label)
    if overall:
        yield OVERALL


def _short(text: str) -> str:
    if len(text) > _LONGEST:
        raise Mistyped("too_long", word=text[:_LONGEST], limit=_LONGEST)
    return text


def _key(kind: str, label: str, keys: Keys) -> str:
    return keys.get(label) or f"{kind}-{hashlib.sha256(label.encode()).hexdigest()[:10]}"


def known_keys() -> Keys:
    """Keys that the presets gave."""
    return {
        indicator.label: indicator.key
        for chosen in PRESETS.values()
        for indicator in chosen.indicators
    }


def write_indicators(indicators: Sequence[Indicator]) -> str:
    """A line each, without the overall one."""
    return "\n".join(each.label for each in indicators if not each.overall)


def write_department(appraisee: Appraisee) -> str:
    """The line of a department."""
    parts = (appraisee.label, CLASSES[appraisee.kind.value], appraisee.head)
    return BAR.join(part for part in parts if part)

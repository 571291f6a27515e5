"""Forms written as rows, and what is read of them."""

from collections.abc import Sequence

import pytest

from service.interchange.assembling import Read
from service.interchange.reading import read_questionnaire
from surveys.questionnaire.questions import Question
from surveys.refusals import Refusal

CHOICES = ("list_name,name,label", "yn,yes,是", "yn,no,否", "abc,a,甲", "abc,b,乙", "abc,c,丙")


def the_file(*survey: str, choices: Sequence[str] = CHOICES, settings: Sequence[str] = ()) -> bytes:
    """An XLSForm as csv; the survey's second row is row 3 of the file, and so on."""
    sheets = {"survey": survey, "choices": choices, "settings": settings}
    lines = [line for name, rows in sheets.items() for line in (name, *(f",{row}" for row in rows))]
    return "\n".join(lines).encode()


def a_survey(*rows: str) -> bytes:
    heads = "type,name,label,hint,required,relevant,constraint,appearance,parameters,default"
    return the_file(heads, *rows, settings=("form_title,version", "问卷,7"))


def taken(*rows: str) -> list[Question]:
    return list(read(*rows).form.questions())


def read(*rows: str) -> Read:
    return read_questionnaire("form.csv", a_survey(*rows))


def refused(data: bytes, name: str = "form.csv") -> list[tuple[str, int]]:
    """Codes and rows."""
    with pytest.raises(Refusal) as refusal:
        read_questionnaire(name, data)
    return [(each.code, getattr(each.at, "row", 0)) for each in refusal.value.data["objections"]]  # type: ignore[attr-defined]

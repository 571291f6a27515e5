"""A questionnaire becomes a file of any kind we write."""

from collections.abc import Callable
from typing import Final

from reports.wording.interchange import FORMATS
from service.interchange.own import write_own
from service.interchange.surveyjs.writing import write_surveyjs
from service.interchange.xlsform.writing import write_xlsform
from surveys.questionnaire.form import Questionnaire
from surveys.questionnaire.paste.dumping import dump
from surveys.refusals import Refusal

_WRITERS: Final[dict[str, Callable[[Questionnaire], bytes]]] = {
    "xlsform": write_xlsform,
    "surveyjs": write_surveyjs,
    "json": write_own,
    "text": lambda form: dump(form).encode(),
}


def write_questionnaire(form: Questionnaire, format: str) -> bytes:  # noqa: A002 -- what it is
    """The file; what its format cannot hold is refused by name, nothing is left out."""
    if format not in _WRITERS:
        raise Refusal("interchange.unknown_format", format=format[:40])
    return _WRITERS[format](form)


def file_name(form: Questionnaire, format: str) -> str:  # noqa: A002
    """What the file is called."""
    title = "".join(
        letter if letter.isalnum() or letter in "-_（）" else "_" for letter in form.title
    )
    return f"{title[:60]}.{FORMATS[format][1]}"

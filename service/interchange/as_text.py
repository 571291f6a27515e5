"""A questionnaire read from a file becomes the text of the paste box, the same when read again."""

import msgspec

from service.interchange.objections import Desk, Line
from surveys.questionnaire.form import Questionnaire
from surveys.questionnaire.paste.dumping import dump
from surveys.questionnaire.paste.reading import LONGEST, parse


def as_text(form: Questionnaire) -> str:
    """The text to look at, mend and save; refused where the grammar would say something else."""
    form = msgspec.structs.replace(form, version=1)
    text, desk = dump(form), Desk()
    if len(text) > LONGEST:
        desk.refuse("text_too_long", Line(), limit=LONGEST, word=form.title)
    if parse(text).form != form:
        desk.refuse("unfit", Line(), word=form.title)
    return text

"""Fields of the list editor become small changes to a form, then the one that was asked for.

title, q3.title, q3.must, q3.option0      what stands in the entries (places count from nought)
do = up:3 | down:3 | delete:3 | add-option:3 | drop-option:3:0 | add-question | save
"""

import re
from typing import Final

import msgspec

from reports.wording.questionnaires import (
    BLANK_OPTION,
    BLANK_QUESTION,
    BLANK_ROW,
    BLANK_SUBJECT,
)
from service.web.fields import Fields, one
from surveys.questionnaire import editing
from surveys.questionnaire.editing import PARTS, Blanks, parts_of
from surveys.questionnaire.form import Questionnaire
from surveys.questionnaire.texts import clean
from surveys.refusals import Refusal
from surveys.values import Value

_LONGEST: Final = 200
_DEED: Final = re.compile(
    r"(up|down|delete|add|drop)-?(option|grade|row|subject|question)?(?::(\d{1,4}))?(?::(\d{1,4}))?"
)
_BLANKS: Final = Blanks(
    question=BLANK_QUESTION, option=BLANK_OPTION, row=BLANK_ROW, subject=BLANK_SUBJECT
)
_BLANK_OF: Final = {
    "option": BLANK_OPTION,
    "grade": BLANK_OPTION,
    "row": BLANK_ROW,
    "subject": BLANK_SUBJECT,
}


class Edited(Value, frozen=True):
    """The form as it is now, and which control its author goes on from."""

    form: Questionnaire
    focus: str = ""


def edit(form: Questionnaire, fields: Fields) -> Edited:
    """First what was typed, then what was pressed."""
    typed = _type(form, fields)
    deed = one(fields, "do")
    if deed in {"", "save"}:
        return Edited(form=typed)
    found = _DEED.fullmatch(deed)
    if not found:
        raise Refusal("request.malformed")
    try:
        return _do(typed, found, one(fields, "kind"))
    except (IndexError, ValueError) as error:
        raise Refusal("request.malformed") from error


def _do(form: Questionnaire, found: re.Match[str], kind: str) -> Edited:
    verb, part, place, at = found[1], found[2], int(found[3] or 0), int(found[4] or 0)
    match verb, part:
        case (("up" | "down"), None):
            by = -1 if verb == "up" else 1
            moved = editing.move(form, place, by=by)
            return Edited(form=moved, focus=f"{verb}-{_followed(form, moved, place)}")
        case "delete", None:
            return Edited(form=editing.remove(form, place), focus=f"title-{max(0, place - 1)}")
        case "add", "question":
            added = editing.add(form, editing.begin(form, kind, _BLANKS))
            return Edited(form=added, focus=f"title-{len(list(form.questions()))}")
        case "add", ("option" | "grade" | "row" | "subject"):
            more = editing.add_part(form, place, kind=part, label=_BLANK_OF[part])
            count = len(parts_of(list(more.questions())[place], part))
            return Edited(form=more, focus=f"{part}-{place}-{count - 1}")
        case "drop", ("option" | "grade" | "row" | "subject"):
            fewer = editing.remove_part(form, place, kind=part, at=at)
            return Edited(form=fewer, focus=f"add-{part}-{place}")
        case _:
            raise Refusal("request.malformed")


def _followed(before: Questionnaire, after: Questionnaire, place: int) -> int:
    """Where the question that stood at `place` stands now."""
    question = list(before.questions())[place]
    return next(at for at, each in enumerate(after.questions()) if each is question)


def _type(form: Questionnaire, fields: Fields) -> Questionnaire:
    """An emptied entry leaves the words as they were: without them there would be no question."""
    title = _words(fields, "title")
    form = msgspec.structs.replace(form, title=title) if title else form
    for place, question in enumerate(tuple(form.questions())):
        title = _words(fields, f"q{place}.title")
        if title:
            must = bool(one(fields, f"q{place}.must"))
            form = editing.change(form, place, title=title, required=must)
        for kind in PARTS:
            for at, part in enumerate(parts_of(question, kind)):
                label = _words(fields, f"q{place}.{kind}{at}")
                if label and label != part.label:
                    form = editing.rename_part(form, place, kind=kind, at=at, label=label)
    return form


def _words(fields: Fields, name: str) -> str:
    return clean(one(fields, name), lines=False)[:_LONGEST].strip()

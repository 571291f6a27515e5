"""A form under its author's eyes: drawn as voters will see it, with nothing to cast it into."""

from collections.abc import Mapping, Sequence

import msgspec

from service.web.views.ballot import Sheet, draw_sheets, gap_name
from service.web.views.fields import Filled
from surveys.questionnaire import fields
from surveys.questionnaire.answers import filled, missing, read, told
from surveys.questionnaire.form import Questionnaire, visible
from surveys.refusals import Refusal
from surveys.values import Value


class TrialView(Value, frozen=True, kw_only=True):
    """`voter/trial.html`."""

    congress: str
    title: str
    sheets: tuple[Sheet, ...]
    gaps: int = 0
    more: bool = False
    refused: Refusal | None = None
    answered: int = 0
    done: bool = False


def preview(form: Questionnaire, congress: str) -> TrialView:
    """Every question at once, those with a condition too."""
    sections = tuple(
        msgspec.structs.replace(
            section,
            questions=tuple(
                msgspec.structs.replace(question, show_if=None) for question in section.questions
            ),
        )
        for section in form.sections
    )
    plain = msgspec.structs.replace(form, sections=sections)
    return TrialView(congress=congress, title=form.title, sheets=_drawn(plain, Filled()))


def trial(
    form: Questionnaire, congress: str, posted: Mapping[str, Sequence[str]] | None = None
) -> TrialView:
    """The form as it stands after what was filled in; the same reading a real ballot passes."""
    given = posted or {}
    view = TrialView(
        congress=congress,
        title=form.title,
        sheets=_drawn(form, Filled(told=told(form, given))),
    )
    if posted is None:
        return view
    try:
        accepted = filled(form, given)
        gaps = missing(form, accepted)
        new = {q.key for q in visible(form, accepted) if q.show_if} - set(given.get("shown", ()))
        if not gaps and not new:
            answered = len(read(form, given))
            return msgspec.structs.replace(view, done=True, answered=answered)
    except Refusal as refusal:
        again = msgspec.structs.replace(view, refused=refusal)
        return _redrawn(again, form, Filled(fields=given, told=told(form, given)))
    names = frozenset(gap_name(gap) for gap in gaps)
    again = msgspec.structs.replace(view, gaps=len(names), more=bool(new))
    return _redrawn(again, form, Filled(fields=given, missing=names, told=told(form, given)))


def _redrawn(view: TrialView, form: Questionnaire, known: Filled) -> TrialView:
    return msgspec.structs.replace(view, sheets=_drawn(form, known))


def _drawn(form: Questionnaire, known: Filled) -> tuple[Sheet, ...]:
    """Nothing of a form that is too large to be sent: its author is told so."""
    return draw_sheets(form, known) if fields.count(form) <= fields.MOST else ()

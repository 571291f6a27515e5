"""What a proofreader says: a code, where it is, and the data of its sentence."""

from typing import Final

from surveys.values import Value

CODES: Final = frozenset(
    {
        "form.no_title",
        "form.no_section",
        "form.too_many_fields",
        "form.unreadable",
        "section.no_question",
        "question.no_title",
        "question.same_field",
        "options.none",
        "options.one",
        "matrix.no_subject",
        "matrix.no_indicator",
        "matrix.points",
        "matrix.points_and_grades",
        "key.duplicate",
        "label.duplicate",
        "label.empty",
        "choice.least_over_most",
        "choice.most_over_options",
        "scale.low_not_under_high",
        "number.low_over_high",
        "number.bound_too_fine",
        "ranking.places_over_options",
        "text.about_nobody",
        "condition.empty",
        "condition.unknown_question",
        "condition.not_earlier",
        "condition.unsuited",
        "condition.unknown_option",
        "condition.unreachable",
        "plan.no_appraisee",
        "plan.two_overall",
    }
)


class Complaint(Value, frozen=True):
    """Something an author must mend. `where` leads there by labels, from section to option."""

    code: str
    where: tuple[str, ...] = ()
    data: dict[str, str | int] = {}


def complain(code: str, *where: str, **data: str | int) -> Complaint:
    """A complaint of the table above; an unknown code is a programming error."""
    if code not in CODES:
        raise KeyError(code)
    return Complaint(code=code, where=where, data=data)

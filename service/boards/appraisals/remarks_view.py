"""Released remarks become the page on which the presidium reads them, department by department."""

from collections.abc import Iterable, Sequence

from reports.wording.remarks import say_traces
from service.boards.appraisals.store import EvaluationRow
from surveys.tally.remarks import Remark, traces
from surveys.values import Value


class Line(Value, frozen=True):
    """One remark as written, and what whoever passes it on should look at."""

    words: str
    warning: str


class Heap(Value, frozen=True):
    """Remarks on one department, in the order drawn at the opening; without one, of several."""

    label: str
    lines: tuple[Line, ...]


class RemarksView(Value, frozen=True, kw_only=True):
    """`console/remarks.html`."""

    survey: str
    title: str
    least: int
    heaps: tuple[Heap, ...]


def lay_out_remarks(row: EvaluationRow, remarks: Sequence[Remark]) -> RemarksView:
    """In the order of the plan; those told of no department last."""
    names = [person.name for person in row.roll.read().people]
    departments = {each.key: each.label for each in row.plan.read().appraisees} | {"": ""}
    return RemarksView(
        survey=row.survey_id,
        title=row.title,
        least=row.rules.read().publication.min_remarks,
        heaps=tuple(
            Heap(label, lines)
            for key, label in departments.items()
            if (lines := tuple(_lines((one for one in remarks if one.about == key), names)))
        ),
    )


def _lines(remarks: Iterable[Remark], names: Sequence[str]) -> Iterable[Line]:
    return (Line(one.words, say_traces(traces(one.words, names))) for one in remarks)

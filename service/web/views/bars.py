"""The marks of an appraisee become the bar of a page: the chart of the reports, and its words."""

from collections.abc import Sequence

from reports.charts import GradeRow, Mark
from reports.charts.bars import Segment, draw_bar, segments
from reports.charts.telling import say_marks
from reports.wording.meeting import VOTES
from surveys.values import Value


class Bar(Value, frozen=True):
    """A stacked bar, the sentence that says the same, and its parts for a screen to draw large."""

    label: str
    segments: tuple[Segment, ...]
    drawn: str


def bar(name: str, marks: Sequence[Mark]) -> Bar:
    """Draw marks; those that nobody made leave no trace in the bar, only in its sentence."""
    label = f"{name}：{say_marks(GradeRow(name, tuple(marks)), VOTES)}"
    return Bar(label, segments(marks), draw_bar(marks, label))

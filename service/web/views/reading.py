"""A stored reading becomes what the result page says beside the official numbers.

Sentences and charts are those of the printed annexes; nothing is computed here.
"""

from reports.charts import draw
from reports.wording import findings as said
from reports.writing.marks import labels
from reports.writing.reading import say_comparisons, say_department, say_turnout
from reports.writing.reading_charts import rank_chart, score_chart
from surveys.manifest import Manifest
from surveys.statistics.reading import Reading
from surveys.tally.results import Count
from surveys.values import Value


class Read(Value, frozen=True):
    """One department: its side in a word, and its sentence."""

    side: str
    words: str


class ReadingView(Value, frozen=True, kw_only=True):
    """The part of `public/result.html` under the departments."""

    caveat: str
    departments: tuple[Read, ...]
    told: tuple[str, ...]
    compared: str
    scores: str
    ranges: str
    ranks: str

    @classmethod
    def of(cls, manifest: Manifest, count: Count, reading: Reading) -> "ReadingView":
        """In the order of the count."""
        names, everybody = labels(manifest), say_turnout(count, reading)
        scores, ranks = score_chart(reading, names), rank_chart(reading, names)
        return cls(
            caveat=said.CAVEAT + everybody,
            departments=tuple(
                Read(
                    said.side_of(found.comparison),
                    say_department(found, result, reading=reading, alone=not everybody),
                )
                for found, result in zip(reading.departments, count.appraisees, strict=True)
            ),
            told=say_comparisons(reading, names),
            compared=said.COMPARED + said.say_scale(reading.scale) if scores else "",
            scores=draw(scores) if scores else "",
            ranges=said.RANGES if ranks else "",
            ranks=draw(ranks) if ranks else "",
        )

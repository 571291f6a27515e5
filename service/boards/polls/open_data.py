"""The protected tables of a poll become a csv anybody may compute with, and its description.

One line a number: question, part, group, answer, how many. An empty number is one withheld; the
groups of a line and its answers are several where they were merged.
"""

import csv
import io
import json
from collections.abc import Iterator
from typing import Final

from reports.wording.poll_report import COLUMNS, DATA_NOTE, TOTAL
from reports.writing.poll_names import Names
from surveys.poll import PollManifest
from surveys.tally.poll_results import PollResult, PublishedTable

CSV: Final = "tables.csv"
METADATA: Final = "tables.csv-metadata.json"
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_WHOLE: Final = "total"
"""What stands for a group in a line of everybody."""


def write_csv(manifest: PollManifest, result: PollResult) -> bytes:
    """UTF-8; a text that a spreadsheet would take for a formula begins with `'`."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    names = Names(manifest)
    for each in result.questions:
        for table in each.tables:
            writer.writerows(tuple(map(_shield, line)) for line in _lines(names, table))
    return written.getvalue().encode()


def _lines(names: Names, table: PublishedTable) -> Iterator[tuple[str, ...]]:
    head = (table.question, "/".join(table.part), names.question(table))
    for column in table.columns:
        label = names.answer(table, (column.key,))
        yield (*head, _WHOLE, TOTAL, column.key, label, str(column.total))
    for row in table.rows:
        group = ("+".join(row.groups), names.groups(row.groups))
        for answers, count in zip(table.answers, row.counts, strict=True):
            answer = ("+".join(answers), names.answer(table, answers))
            yield (*head, *group, *answer, "" if count is None else str(count))


def _shield(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def write_metadata(manifest: PollManifest) -> bytes:
    """What the csv holds, after the W3C's “CSV on the Web” (Tabular Metadata, 2015)."""
    described = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "zh"}],
        "url": CSV,
        "dc:title": manifest.title,
        "dc:publisher": manifest.congress,
        "dc:description": DATA_NOTE.format(minimum=manifest.minimum),
        "dialect": {"encoding": "utf-8", "header": True, "lineTerminators": ["\r\n"]},
        "tableSchema": {
            "columns": [
                {
                    "name": name,
                    "titles": name,
                    "dc:title": title,
                    "datatype": "integer" if name == "number" else "string",
                }
                for name, title in COLUMNS.items()
            ]
        },
    }
    return (json.dumps(described, ensure_ascii=False, indent=2) + "\n").encode()

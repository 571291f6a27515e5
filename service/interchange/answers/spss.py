"""Rows of answers become an SPSS system file: codes from 1 with their words as value labels."""

import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from service.interchange.answers.columns import Column, Told, columns, tell
from surveys.questionnaire.answer import Answers
from surveys.questionnaire.form import Questionnaire
from surveys.refusals import Refusal

_NAME: Final = re.compile(r"[^a-z0-9_.]")
_LONGEST_NAME: Final = 60
_LONGEST_LABEL: Final = 80
_STAMP: Final = slice(92, 109)
"""Date and time of writing in the header; without them the same answers are the same bytes."""


def write_sav(form: Questionnaire, rows: Sequence[Answers]) -> bytes:
    """The file, or a plain refusal where the optional component is not installed."""
    try:
        import pandas as pd  # noqa: PLC0415 -- optional
        import pyreadstat  # noqa: PLC0415 -- optional
    except ImportError as error:
        raise Refusal("interchange.no_spss") from error
    known = columns(form)
    names = _names(known)
    frame: Any = pd.DataFrame(
        {
            name: pd.Series(
                [_value(column, tell(column, row)) for row in rows], dtype=_kind(column)
            )
            for name, column in zip(names, known, strict=True)
        }
    )
    writer: Any = pyreadstat
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answers.sav"
        writer.write_sav(
            frame,
            str(path),
            file_label=form.title[:20],
            column_labels=[column.title[:_LONGEST_LABEL] for column in known],
            variable_value_labels={
                name: _labels(column)
                for name, column in zip(names, known, strict=True)
                if column.codes
            },
        )
        written = bytearray(path.read_bytes())
    written[_STAMP] = b"01 Jan 0000:00:00"
    return bytes(written)


def _kind(column: Column) -> str:
    return "object" if column.kind == "text" else "float64"


def _value(column: Column, told: Told) -> float | str | None:
    """A code by its place among the options; over-marked cells of paper are missing."""
    if column.kind == "text":
        return "" if told is None else str(told)
    if told is None:
        return None
    if column.kind == "choice":
        codes = [code for code, _ in column.codes]
        return float(codes.index(str(told)) + 1) if told in codes else None
    return None if "+" in str(told) else float(told)


def _labels(column: Column) -> dict[int, str]:
    if column.kind == "flag":
        return {int(code): words for code, words in column.codes}
    return {at: words[:60] for at, (_, words) in enumerate(column.codes, start=1)}


def _names(known: Sequence[Column]) -> tuple[str, ...]:
    """Names SPSS allows: letters, digits, `_` and `.`, each once, none ended by a point."""
    used: set[str] = set()
    names: list[str] = []
    for at, column in enumerate(known, start=1):
        plain = _NAME.sub("_", column.name)[:_LONGEST_NAME].rstrip("._")
        name = plain if plain[:1].isalpha() else f"v_{plain}"
        names.append(name if name not in used else f"v{at}_{name}"[:_LONGEST_NAME])
        used.add(names[-1])
    return tuple(names)

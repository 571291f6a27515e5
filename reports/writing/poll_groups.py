"""The protected tables of a poll become tables by village group; what is withheld is a star."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import msgspec

from reports.document import Align, Block, Column, Heading, Paragraph, Table
from reports.wording.poll_report import (
    BLANK,
    FIRST,
    GROUP,
    HIDDEN,
    HIDDEN_NOTE,
    MERGED_NOTE,
    PEOPLE,
    RARE_NOTE,
    TOTAL,
    TURNOUT,
    TURNOUT_HEADS,
)
from surveys.poll import PollManifest
from surveys.questionnaire.form import subjects
from surveys.questionnaire.questions import (
    GradeMatrix,
    MultipleChoice,
    Question,
    Ranking,
    Scale,
    SingleChoice,
)
from surveys.tally.poll_results import PollResult, PublishedTable, QuestionResult, Row

CHOSEN: Final = "chosen"
_LETTERS: Final = 31
"""Letters of a head side by side across the page, roughly."""
_NAMES: Final = 40
"""Percent of the width that the names of groups take at least."""
_MOST: Final = 15
"""Percent of the width that a number takes at most."""


def turnout_table(manifest: PollManifest, result: PollResult) -> Table | None:
    """Cards returned and not, by group; nothing where groups are not told apart."""
    if not result.turnout.rows:
        return None
    table = _whole(manifest, result.turnout, TURNOUT, TURNOUT_HEADS)
    said = say_protection([result.turnout])
    return msgspec.structs.replace(table, notes=(said,) if said else ())


def group_tables(manifest: PollManifest, result: PollResult) -> Iterator[Block]:
    """Question by question, those that may be told by group."""
    if said := say_protection(table for each in result.questions for table in each.tables):
        yield Paragraph(said)
    found = {each.question: each for each in result.questions}
    for question in manifest.form.questions():
        if question.key in found and (
            tables := tuple(tables_of(manifest, question, found[question.key]))
        ):
            yield Heading(1, question.title)
            yield from tables


def tables_of(
    manifest: PollManifest, question: Question, result: QuestionResult
) -> Iterator[Table]:
    """One question by group; nothing where no more than totals may be told."""
    told = [table for table in result.tables if table.rows]
    if not told:
        return
    match question:
        case SingleChoice(options=options):
            yield _whole(manifest, told[0], "", {option.key: option.label for option in options})
        case Scale():
            heads = {column.key: f"{column.key}分" for column in told[0].columns}
            yield _whole(manifest, told[0], "", heads)
        case MultipleChoice(options=options):
            labels = {option.key: option.label for option in options}
            yield _chosen(manifest, told, labels)
        case Ranking(options=options):
            yield _whole(manifest, told[0], FIRST, {option.key: option.label for option in options})
        case GradeMatrix():
            yield from _cells(manifest, question, told)
        case _:
            pass


def _cells(
    manifest: PollManifest, matrix: GradeMatrix, tables: list[PublishedTable]
) -> Iterator[Table]:
    rows = {key: subject.label for key, subject in subjects(manifest.form).items()}
    indicators = {indicator.key: indicator.label for indicator in matrix.indicators}
    heads = {grade.key: grade.label for grade in matrix.grades} | {"blank": BLANK}
    for table in tables:
        subject, indicator = table.part
        several = f"：{indicators[indicator]}" if len(indicators) > 1 else ""
        yield _whole(manifest, table, f"{rows[subject]}{several}", heads)


def _whole(
    manifest: PollManifest, table: PublishedTable, caption: str, heads: Mapping[str, str]
) -> Table:
    """Every answer somebody gave a column, rare ones merged; last the official numbers."""
    totals = {column.key: column.total for column in table.columns}
    given = [at for at, of in enumerate(table.answers) if sum(totals[key] for key in of)]
    told = [table.answers[at] for at in given]
    together = [sum(totals[key] for key in answers) for answers in told]
    return Table(
        caption=caption,
        unit=PEOPLE,
        columns=_columns([_head(answers, heads) for answers in told]),
        rows=(
            *(
                (_name(manifest, row), *(_cell(row.counts[at]) for at in given), str(row.total))
                for row in table.rows
            ),
            (TOTAL, *map(str, together), str(sum(together))),
        ),
    )


def _chosen(
    manifest: PollManifest, tables: list[PublishedTable], labels: Mapping[str, str]
) -> Table:
    """Tables that ask the same of several options, side by side: only who chose it."""
    at = [next(n for n, a in enumerate(table.answers) if CHOSEN in a) for table in tables]
    by_group = [{row.groups: row for row in table.rows} for table in tables]
    return Table(
        caption="",
        unit=PEOPLE,
        columns=_columns([labels[table.part[0]] for table in tables]),
        rows=(
            *(
                (
                    _name(manifest, row),
                    *(
                        _cell(found[row.groups].counts[place] if row.groups in found else None)
                        for found, place in zip(by_group, at, strict=True)
                    ),
                    str(row.total),
                )
                for row in tables[0].rows
            ),
            (
                TOTAL,
                *(str(_total(table, CHOSEN)) for table in tables),
                str(sum(row.total for row in tables[0].rows)),
            ),
        ),
    )


def _columns(heads: Sequence[str]) -> tuple[Column, ...]:
    """Group, answers, total: numbers all as wide; where a head is too long, the page decides."""
    numbers = (*heads, TOTAL)
    each = min(_MOST, (100 - _NAMES) // len(numbers))
    room = each * _LETTERS // 100
    width = each if all(len(head) < room for head in numbers) else 0
    return (Column(GROUP, align=Align.LEFT), *(Column(head, width=width) for head in numbers))


def _total(table: PublishedTable, answer: str) -> int:
    return next(column.total for column in table.columns if column.key == answer)


def _head(answers: tuple[str, ...], heads: Mapping[str, str]) -> str:
    return "、".join(heads.get(key, key) for key in answers)


def _name(manifest: PollManifest, row: Row) -> str:
    labels = {group.key: group.label for group in manifest.groups}
    return "、".join(labels[group] for group in row.groups)


def _cell(count: int | None) -> str:
    return HIDDEN if count is None else str(count)


def say_protection(tables: Iterable[PublishedTable]) -> str:
    """What a star is, and why some groups share a row; nothing where neither occurs."""
    told = [table for table in tables if table.rows]
    rows = [row for table in told for row in table.rows]
    hidden = HIDDEN_NOTE if any(None in row.counts for row in rows) else ""
    merged = MERGED_NOTE if any(len(row.groups) > 1 for row in rows) else ""
    rare = any(len(answers) > 1 for table in told for answers in table.answers)
    return hidden + merged + (RARE_NOTE if rare else "")

"""A ballot form becomes the paper ballot (测评票): tables to tick, lines to write on.

Copies of one form are alike to the dot. A serial number, where there is one, tells paper from
paper for those who type it in, and nothing of who held it.
"""

from collections.abc import Iterator

from reports.document import Align, Block, Column, Copy, Document, Heading, Paper, Paragraph, Table
from reports.wording.paper_ballot import (
    BOX,
    BOXED,
    INDICATOR,
    LABEL,
    LINE,
    MARK,
    NO_NAME,
    NOT_HERE,
    OF_PILE,
    ONE,
    OPTIONAL,
    PLACE,
    POINTS,
    RANK,
    SCORE,
    SERIAL,
    SEVERAL,
    UNDER_CONDITION,
    WITHIN,
)
from reports.wording.rules import BALLOTS, say_parts
from surveys.questionnaire.form import Questionnaire
from surveys.questionnaire.questions import (
    GradeMatrix,
    Indicator,
    LongText,
    MultipleChoice,
    Number,
    Option,
    Question,
    Ranking,
    Scale,
    ShortText,
    SingleChoice,
    Subject,
)
from surveys.rules import scale
from surveys.rules.ruleset import RuleSet
from surveys.values import Value

LINES = 2
"""Empty lines for a text."""
ROOM = 46
"""Percent of the width for an indicator."""
IN_A_ROW = 11
"""Points that are still offered as boxes."""


class Serial(Value, frozen=True):
    """A number printed beforehand, and the address its code says."""

    words: str
    address: str = ""
    pile: str = ""
    """The weighting group it is for, where several are printed."""


def write_paper_ballot(
    form: Questionnaire,
    *,
    congress: str,
    dated: str,
    rules: RuleSet | None = None,
    serials: tuple[Serial, ...] = (),
) -> Document:
    """One copy to be printed as often as needed, or one for each serial number.

    `form` may be the part of one unit (`restrict`). With `rules`, what spoils a mark is said.
    """
    return Document(
        title=form.title,
        dated=dated,
        paper=Paper.BALLOT,
        blocks=tuple(
            block
            for serial in serials or (Serial(""),)
            for block in (
                Copy(congress, form.title, _label(serial), serial.address),
                *_how_to(form, rules, serial),
                *_asked(form, rules),
            )
        ),
    )


def _label(serial: Serial) -> str:
    if not serial.words:
        return ""
    label = LABEL.format(serial=serial.words)
    return OF_PILE.format(label=label, pile=serial.pile) if serial.pile else label


def _how_to(form: Questionnaire, rules: RuleSet | None, serial: Serial) -> Iterator[Block]:
    matrices = tuple(form.matrices())
    boxed = any(
        isinstance(question, SingleChoice | MultipleChoice | Scale) for question in form.questions()
    )
    said = [
        *([MARK] if any(matrix.grades for matrix in matrices) else []),
        *([POINTS] if any(matrix.points for matrix in matrices) else []),
        *([BOX] if boxed else []),
        *(say_parts(rules)[BALLOTS] if rules else ()),
        NO_NAME,
        *([SERIAL] if serial.words else []),
    ]
    for place, words in enumerate(said, 1):
        yield Paragraph(f"{place}. {words}", indent=False)


def _asked(form: Questionnaire, rules: RuleSet | None) -> Iterator[Block]:
    """The questions in order; a text about a subject follows its table."""
    texts = {
        question.about: question
        for question in form.questions()
        if isinstance(question, ShortText | LongText) and question.about
    }
    placed: set[str] = set()
    place = 0
    for section in form.sections:
        if section.title:
            yield Heading(1, section.title)
        for question in section.questions:
            if isinstance(question, GradeMatrix):
                yield from _matrix(question, rules, texts)
                placed |= {subject.key for subject in question.subjects}
            elif not (isinstance(question, ShortText | LongText) and question.about in placed):
                place += 1
                yield from _question(question, place)


def _matrix(
    matrix: GradeMatrix, rules: RuleSet | None, texts: dict[str, ShortText | LongText]
) -> Iterator[Block]:
    for subject in matrix.subjects:
        yield _subject_table(matrix, subject, rules)
        if subject.key in texts:
            yield _lines(texts[subject.key])


def _subject_table(matrix: GradeMatrix, subject: Subject, rules: RuleSet | None) -> Table:
    score = [SCORE.format(low=p.low, high=p.high) for p in (matrix.points,) if p]
    heads = [*(grade.label for grade in matrix.grades), *score]
    return Table(
        caption=f"{subject.label}　{subject.note}" if subject.note else subject.label,
        columns=(
            Column(INDICATOR, align=Align.LEFT, width=ROOM),
            *(Column(head, width=(100 - ROOM) // len(heads)) for head in heads),
        ),
        rows=tuple(
            (indicator.label, *_cells(matrix, indicator, rules)) for indicator in matrix.indicators
        ),
    )


def _cells(matrix: GradeMatrix, indicator: Indicator, rules: RuleSet | None) -> Iterator[str]:
    """Empty, but for what this indicator may not be given."""
    item = (
        next((item for item in rules.items if item.key == indicator.key), None) if rules else None
    )
    taken = scale.allowed(rules, item) if rules and item else None
    for grade in matrix.grades:
        yield "" if taken is None or grade.key in taken else NOT_HERE
    if matrix.points:
        yield ""


def _question(question: Question, place: int) -> Iterator[Block]:
    match question:
        case SingleChoice(options=options):
            yield _title(question, place, ONE)
            yield Paragraph(_boxes(options))
        case MultipleChoice(options=options, least=least, most=most):
            yield _title(question, place, SEVERAL.format(least=least, most=most or len(options)))
            yield Paragraph(_boxes(options))
        case Scale(low=low, high=high):
            yield _title(question, place, WITHIN.format(low=low, high=high))
            yield Paragraph(_points(question))
        case Number(unit=unit):
            yield _title(question, place)
            yield Paragraph(f"{LINE}{unit}")
        case Ranking(options=options):
            yield _title(question, place)
            yield _ranks(options)
        case ShortText() | LongText():
            yield _lines(question, f"{place}. ")
        case GradeMatrix():
            pass


def _title(question: Question, place: int, kind: str = "") -> Paragraph:
    """What is asked, how many, and whether it may be left out."""
    return Paragraph(f"{place}. {question.title}{kind}{_may(question)}", indent=False)


def _may(question: Question) -> str:
    if question.show_if is not None:
        return UNDER_CONDITION
    return "" if question.required else OPTIONAL


def _boxes(options: tuple[Option, ...]) -> str:
    return "　　".join(BOXED.format(label=option.label) for option in options)


def _points(question: Scale) -> str:
    if question.high - question.low >= IN_A_ROW:
        return f"{LINE}分"
    boxes = "　".join(
        BOXED.format(label=points) for points in range(question.low, question.high + 1)
    )
    return f"{question.low_label}　{boxes}　{question.high_label}".strip("　")


def _ranks(options: tuple[Option, ...]) -> Table:
    return Table(
        caption="",
        columns=(Column(RANK, align=Align.LEFT, width=80), Column(PLACE, width=20)),
        rows=tuple((option.label, "") for option in options),
    )


def _lines(question: ShortText | LongText, number: str = "") -> Table:
    """Room to write."""
    lines = LINES if isinstance(question, LongText) else 1
    head = f"{number}{question.title}{_may(question)}"
    return Table(
        caption="", columns=(Column(head, align=Align.LEFT),), rows=(("",),) * lines, heads=0
    )

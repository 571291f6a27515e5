"""What voters said of appraisees becomes tables: all of them side by side, or one by itself."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from reports.document import Align, Column, Table
from reports.wording import voters as said
from reports.wording.numbers import NOTHING
from reports.wording.poll_report import PEOPLE_AND_SHARE
from reports.writing.poll_questions import share
from reports.writing.poll_sureness import INTERVALS, say_span
from surveys.keys import AppraiseeKey
from surveys.quotation.quoted import Answer, Quotation, Quoted
from surveys.statistics.poll_reading import Span, Weighting


def side_by_side(
    quotation: Quotation, told: Sequence[Quoted], names: Mapping[AppraiseeKey, str]
) -> Iterator[Table]:
    """Appraisees under each other: counts and shares, then how sure they are."""
    answers = [answer for each in told for answer in each.answers]
    interval = INTERVALS[quotation.basis]
    yield _shares(quotation, told, names)
    if _has_spans(answers):
        yield _intervals(told, names, interval)
    if _is_weighed(answers):
        yield _estimates(told, names, interval)


def _has_spans(answers: Sequence[Answer]) -> bool:
    """One interval an answer is enough: the weighted one, where each has it."""
    weighed = all(answer.weighted for answer in answers)
    return not weighed and any(isinstance(answer.span, Span) for answer in answers)


def _is_weighed(answers: Sequence[Answer]) -> bool:
    return any(answer.weighted for answer in answers)


def _shares(
    quotation: Quotation, told: Sequence[Quoted], names: Mapping[AppraiseeKey, str]
) -> Table:
    heads = (
        (Column(said.NUMBER, answer.label), Column(said.SHARE, answer.label))
        for answer in told[0].answers
    )
    return Table(
        caption=said.SHARES,
        unit=PEOPLE_AND_SHARE,
        columns=(
            Column(said.DEPARTMENT, align=Align.LEFT),
            Column(said.ANSWERED),
            *chain.from_iterable(heads),
        ),
        rows=tuple(
            (
                names[each.appraisee],
                str(each.answered),
                *chain.from_iterable(
                    (str(answer.number), share(answer.number, each.answered))
                    for answer in each.answers
                ),
            )
            for each in told
        ),
        notes=(f"{said.OF_ANSWERED}{_say_size(quotation)}",),
    )


def _say_size(quotation: Quotation) -> str:
    """How many answered, and how much they say."""
    match quotation.weighting:
        case Weighting(effective=effective) if quotation.weighed:
            return said.EFFECTIVE.format(valid=quotation.valid, effective=f"{effective:.0f}")
        case _:
            return said.UNWEIGHED.format(valid=quotation.valid)


def _intervals(told: Sequence[Quoted], names: Mapping[AppraiseeKey, str], interval: str) -> Table:
    return Table(
        caption=said.INTERVALS.format(interval=interval),
        unit="%",
        columns=(
            Column(said.DEPARTMENT, align=Align.LEFT),
            *(Column(answer.label) for answer in told[0].answers),
        ),
        rows=tuple((names[each.appraisee], *map(_span, each.answers)) for each in told),
    )


def _estimates(told: Sequence[Quoted], names: Mapping[AppraiseeKey, str], interval: str) -> Table:
    heads = (
        (Column(said.ESTIMATE, answer.label), Column(said.ENDS, answer.label))
        for answer in told[0].answers
    )
    return Table(
        caption=said.WEIGHED.format(interval=interval),
        unit="%",
        columns=(Column(said.DEPARTMENT, align=Align.LEFT), *chain.from_iterable(heads)),
        rows=tuple(
            (names[each.appraisee], *chain.from_iterable(map(_weighted, each.answers)))
            for each in told
        ),
    )


def one_by_one(quotation: Quotation, found: Quoted) -> Table:
    """Answers under each other, with as much as is known of each."""
    spans, weighed = _has_spans(found.answers), _is_weighed(found.answers)
    interval = INTERVALS[quotation.basis]
    return Table(
        caption=said.OWN_SHARES,
        unit=PEOPLE_AND_SHARE,
        columns=(
            Column(said.ANSWER, align=Align.LEFT),
            Column(said.NUMBER),
            Column(said.SHARE),
            *([Column(interval)] if spans else []),
            *([Column(said.OWN_ESTIMATE), Column(interval)] if weighed else []),
        ),
        rows=tuple(
            (
                answer.label,
                str(answer.number),
                share(answer.number, found.answered),
                *([_span(answer)] if spans else []),
                *(_weighted(answer) if weighed else ()),
            )
            for answer in found.answers
        ),
        notes=(f"{said.OF_ANSWERED}{_say_size(quotation)}",),
    )


def _span(answer: Answer) -> str:
    return say_span(answer.span) if isinstance(answer.span, Span) else NOTHING


def _weighted(answer: Answer) -> tuple[str, str]:
    weighted = answer.weighted
    if weighted is None:
        return NOTHING, NOTHING
    return str(weighted.share), say_span(Span(weighted.low, weighted.high))

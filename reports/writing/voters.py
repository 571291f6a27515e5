"""A quoted poll becomes the voters' block (选民意见) of an evaluation's papers.

It stands apart from the result: an annex of its own, or the last part of what one department reads.
Shares, intervals and weighted estimates are those the poll published.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from msgspec.structs import replace

from reports.document import Annex, Block, Codes, Document, Fact, Heading, Paragraph, Table
from reports.wording import voters as said
from reports.wording.findings import say_reason
from reports.wording.numbers import official_date, official_days
from reports.wording.poll_report import PARTICIPANTS, WEIGHED_NONE
from reports.wording.polls import PARTICIPANTS_ONLY, SAMPLE
from reports.writing.marks import Appraised, labels
from reports.writing.poll_sureness import say_basis
from reports.writing.poll_weighing import say_weighting
from reports.writing.voters_tables import one_by_one, side_by_side
from surveys.keys import AppraiseeKey
from surveys.poll import Entry
from surveys.quotation.quoted import Quotation, Quoted
from surveys.statistics.poll_reading import Basis, Weighting
from surveys.statistics.verdicts import NotComputable

Names: TypeAlias = Mapping[AppraiseeKey, str]
ACROSS: Final = 12
"""Columns beyond which a table lies across the sheet."""


def attach_voters(paper: Document, appraised: Appraised, quotation: Quotation | None) -> Document:
    """The paper with the voters' block as its last annex, and nothing else changed."""
    if quotation is None:
        return paper
    blocks = tuple(voters_block(labels(appraised), quotation))
    wide = any(isinstance(each, Table) and len(each.columns) > ACROSS for each in blocks)
    return replace(paper, annexes=(*paper.annexes, Annex(said.TITLE, blocks, landscape=wide)))


def voters_block(names: Names, quotation: Quotation) -> Iterator[Block]:
    """All appraisees side by side, by their names in the evaluation."""
    yield from (Paragraph(words) for words in say_quotation(quotation))
    told = [each for each in quotation.appraisees if each.answers]
    if told:
        yield from side_by_side(quotation, told, names)
    yield from (Paragraph(words) for words in say_left_out(quotation, names))
    yield from _where(quotation)


def voters_on(quotation: Quotation | None, appraisee: AppraiseeKey, name: str) -> Iterator[Block]:
    """One appraisee, for its own report; nothing where the poll did not ask about it."""
    found = quotation.find(appraisee) if quotation else None
    if quotation is None or found is None:
        return
    yield Heading(1, said.TITLE)
    yield from (Paragraph(words) for words in say_quotation(quotation))
    those = _say_those(quotation, [found], {appraisee: name})
    yield from (Paragraph(words) for words in those)
    if found.answers:
        yield one_by_one(quotation, found)
    yield from _where(quotation)


def say_quotation(quotation: Quotation) -> Iterator[str]:
    """That it counts for nothing, what it is, for whom it speaks and how surely."""
    yield said.APART.format(
        title=quotation.title,
        poll=quotation.poll,
        when=official_days(quotation.opened_at, quotation.closed_at),
        published=official_date(quotation.published_at),
    )
    link = quotation.entry is Entry.OPEN_LINK
    came = (said.LINK if link else said.CARDS).format(
        issued=quotation.issued, valid=quotation.valid
    )
    asked = said.ASKED.format(question=quotation.question) if quotation.question else ""
    yield f"{asked}{came}{_say_whom(quotation)}"
    spans = (answer.span for each in quotation.appraisees for answer in each.answers)
    if quotation.basis is not Basis.PARTICIPANTS:
        yield say_basis(quotation.basis, quotation.population, spans)
    match quotation.weighting:
        case Weighting() if not quotation.weighed:
            yield said.UNTOLD
        case Weighting() as weighting:
            yield say_weighting(weighting, quotation.holder, quotation.margins)
        case NotComputable() as reason:
            yield WEIGHED_NONE.format(reason=say_reason(reason))
        case None:
            pass


def _say_whom(quotation: Quotation) -> str:
    """Only people drawn by lot stand for others."""
    if quotation.basis is Basis.SAMPLE:
        return SAMPLE
    return (PARTICIPANTS_ONLY if quotation.entry is Entry.OPEN_LINK else "") + PARTICIPANTS


def say_left_out(quotation: Quotation, names: Names) -> Iterator[str]:
    """Whom the poll asked about otherwise, too few answered about, or did not ask about."""
    yield from _say_those(quotation, quotation.appraisees, names)
    rest = [name for key, name in names.items() if quotation.find(key) is None]
    if rest:
        yield said.NOT_ASKED.format(names="、".join(rest))


def _say_those(quotation: Quotation, those: Sequence[Quoted], names: Names) -> Iterator[str]:
    otherwise = [
        said.NAMED_SO.format(name=names[each.appraisee], label=each.label)
        for each in those
        if each.label != names[each.appraisee]
    ]
    few = [names[each.appraisee] for each in those if not each.answers]
    some = [names[each.appraisee] for each in those if each.asked < quotation.valid]
    if otherwise:
        yield said.NAMED.format(names="，".join(otherwise))
    if few:
        yield said.FEW.format(names="、".join(few), minimum=quotation.minimum)
    if some:
        yield said.SOME.format(names="、".join(some))


def _where(quotation: Quotation) -> Iterator[Block]:
    yield Paragraph(said.FIND)
    yield Codes((Fact(said.RESULT, quotation.result),))

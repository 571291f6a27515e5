"""How a paper is sent: its number, to whom, with which copies, from which day."""

import msgspec

from reports.document import Closing, Document, Record
from reports.wording.numbers import official_date
from surveys.values import Value


class Dispatch(Value, frozen=True):
    """What the office adds to a paper (发文): nothing of it comes from a result."""

    dated: str
    """RFC 3339; the date of the paper (成文日期)."""
    number: str = ""
    """发文字号, its year in hexagonal brackets."""
    addressee: str = ""
    """主送机关, where it is another than the paper's own."""
    copies: tuple[str, ...] = ()
    """抄送机关."""
    printed_by: str = ""
    """印发机关; without one there is no record at the foot."""


def send(paper: Document, dispatch: Dispatch, *, to: str = "") -> Document:
    """The paper as the office sends it; `to` whom, where it is nobody else."""
    return msgspec.structs.replace(
        paper,
        number=dispatch.number,
        addressee=dispatch.addressee or to,
        closing=close(paper.issuer, dispatch),
        record=_record(dispatch),
    )


def close(issuer: str, dispatch: Dispatch) -> Closing:
    """Issuer and date."""
    return Closing(issuer, official_date(dispatch.dated))


def _record(dispatch: Dispatch) -> Record | None:
    """The record at the foot of the last page (版记), where there is one."""
    if not dispatch.printed_by:
        return None
    return Record(dispatch.printed_by, official_date(dispatch.dated), dispatch.copies)

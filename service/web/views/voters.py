"""A quoted poll becomes what the result page says beside the official numbers.

Sentences and tables are those of the printed annex; nothing is computed here.
"""

from reports.document import Paragraph, Table
from reports.wording import voters as said
from reports.wording.fingerprints import POLL_RESULT
from reports.wording.numbers import in_fours
from reports.writing.marks import labels
from reports.writing.voters import Names, voters_block
from surveys.manifest import Manifest
from surveys.quotation.quoted import Quotation
from surveys.values import Value


def told_blocks(names: Names, quotation: Quotation) -> tuple[Paragraph | Table, ...]:
    """The annex as a page shows it, but for the fingerprint."""
    blocks = voters_block(names, quotation)
    return tuple(block for block in blocks if isinstance(block, Paragraph | Table))


class VotersView(Value, frozen=True, kw_only=True):
    """The last part of `public/result.html` before the downloads."""

    heading: str
    poll: str
    blocks: tuple[Paragraph | Table, ...]
    fingerprints: tuple[tuple[str, tuple[str, ...]], ...]

    @classmethod
    def of(cls, manifest: Manifest, quotation: Quotation) -> "VotersView":
        """As the annex has it."""
        return cls(
            heading=said.TITLE,
            poll=quotation.poll,
            blocks=told_blocks(labels(manifest), quotation),
            fingerprints=((POLL_RESULT, in_fours(quotation.result)),),
        )

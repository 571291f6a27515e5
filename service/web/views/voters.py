"""A quoted poll becomes what the result page says beside the official numbers.

Sentences and tables are those of the printed annex; nothing is computed here.
"""

from reports.document import Paragraph, Table
from reports.wording import voters as said
from reports.wording.fingerprints import POLL_RESULT
from reports.wording.numbers import in_fours
from reports.writing.marks import labels
from reports.writing.voters import voters_block
from surveys.manifest import Manifest
from surveys.quotation.quoted import Quotation
from surveys.values import Value


class VotersView(Value, frozen=True, kw_only=True):
    """The last part of `public/result.html` before the downloads."""

    heading: str
    poll: str
    title: str
    words: tuple[str, ...]
    tables: tuple[Table, ...]
    fingerprints: tuple[tuple[str, tuple[str, ...]], ...]

    @classmethod
    def of(cls, manifest: Manifest, quotation: Quotation) -> "VotersView":
        """As the annex has it."""
        blocks = tuple(voters_block(labels(manifest), quotation))
        return cls(
            heading=said.TITLE,
            poll=quotation.poll,
            title=quotation.title,
            words=tuple(block.words for block in blocks if isinstance(block, Paragraph)),
            tables=tuple(block for block in blocks if isinstance(block, Table)),
            fingerprints=((POLL_RESULT, in_fours(quotation.result)),),
        )

"""A published result becomes the paper it is told in: notice, circular or posting (文种)."""

import enum

from reports.document import Document
from reports.wording.rules import say_rules
from reports.writing.circular import write_circular
from reports.writing.dispatch import Dispatch
from reports.writing.notice import write_notice
from reports.writing.posting import write_posting
from surveys.manifest import Manifest
from surveys.tally.results import Result


class Genre(enum.Enum):
    """The kind of paper (文种)."""

    NOTICE = "notice"  # 公告: to everybody, paragraph by paragraph
    CIRCULAR = "circular"  # 通报: to the units, with tables attached
    POSTING = "posting"  # 公示: on a page, with the rule as a note


def write_result(
    manifest: Manifest, result: Result, *, genre: Genre, fingerprint: str, dispatch: Dispatch
) -> Document:
    """Write the result as this kind of paper; `fingerprint` is that of `result.json`."""
    match genre:
        case Genre.NOTICE:
            return write_notice(
                manifest,
                result,
                rule_words=say_rules(manifest.rules),
                fingerprint=fingerprint,
                number=dispatch.number,
            )
        case Genre.CIRCULAR:
            return write_circular(manifest, result, fingerprint=fingerprint, dispatch=dispatch)
        case Genre.POSTING:
            return write_posting(manifest, result, fingerprint=fingerprint, dispatch=dispatch)

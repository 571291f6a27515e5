"""What a paper says so that anybody may recount: who confirmed, what is proved, fingerprints."""

from collections.abc import Iterator

from reports.document import Block, Codes, Fact, Heading, Paragraph
from reports.wording.proof import COMPARE, PROVES, RECOUNT, UNPROVED, say_secrecy
from reports.wording.stamps import say_cosigned, say_stamps
from surveys.manifest import Manifest
from surveys.tally.results import Result


def write_evidence(manifest: Manifest, result: Result, fingerprint: str) -> tuple[Block, ...]:
    """The part 计票核对. `fingerprint` is that of `result.json`."""
    return (
        Heading(1, "计票核对"),
        *(Paragraph(words) for words in _proof(manifest, result)),
        Codes(_fingerprints(result, fingerprint)),
    )


def say_withheld(manifest: Manifest, result: Result) -> Iterator[str]:
    """Which groups are too small for their ballots to be published one by one."""
    names = {group.key: group.label for group in manifest.rules.electorate.groups}
    small = [names.get(group, group) for group in result.count.withheld.groups]
    if small:
        least = manifest.rules.publication.small_group
        yield f"{'、'.join(small)}的选票不足{least}张，只公布合计，不逐张公布。"


def _proof(manifest: Manifest, result: Result) -> Iterator[str]:
    signed = result.confirmation
    yield (
        f"计票结果经监票人{'、'.join(signed.scrutineers)}、计票人{'、'.join(signed.tellers)}"
        f"和主持人{signed.presiding}核对确认。{say_secrecy(manifest.secrecy, manifest.custody)}"
    )
    if words := say_stamps(result.count.stamps) + say_cosigned(manifest.cosigners):
        yield words
    yield RECOUNT
    yield PROVES + UNPROVED[manifest.custody] + COMPARE


def _fingerprints(result: Result, fingerprint: str) -> tuple[Fact, ...]:
    count = result.count
    return (
        Fact("测评方案", count.manifest),
        Fact("封票清单", count.sealed_root),
        Fact("开箱选票", count.box),
        Fact("计票结果", fingerprint),
    )

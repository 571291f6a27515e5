"""A count becomes the sheet the scrutineers sign (计票结果报告单), before anything is published."""

from reports.document import (
    Codes,
    Document,
    Fact,
    Facts,
    Paper,
    Paragraph,
    Scan,
    SignatureLines,
)
from reports.wording.numbers import official_date, official_moment
from reports.wording.spoiled import say_spoiled
from reports.wording.stamps import say_stamps
from reports.writing.doors import doors_table
from reports.writing.stamps import cosigned_table
from reports.writing.summary import summary_table
from surveys.manifest import Manifest
from surveys.tally.results import Count, Meeting

COMPARE_HERE = "扫码到核对页，把上面的指纹同屏幕上的逐组核对。"
CHECKED = "以上数字经当场核对，与票箱一致。签字后方可公布。"


def write_tally_sheet(
    manifest: Manifest, count: Count, *, place: str = "", address: str = "", opening: str = ""
) -> Document:
    """Write the sheet; an empty `place` is left to fill in by hand.

    `address` is the page where the fingerprints can be compared; `opening` is the fingerprint of
    what scrutineers opened away from the server (开箱结果指纹), where they keep the key.
    """
    return Document(
        title="民主测评计票结果报告单",
        issuer=manifest.congress,
        dated=count.meeting.closed_at,
        paper=Paper.SHEET,
        blocks=(
            Facts(_occasion(manifest, count.meeting, place)),
            Facts(_meeting(count.meeting)),
            *doors_table(count.meeting),
            Paragraph(_quorum(manifest, count), indent=False),
            *([Paragraph(words, indent=False)] if (words := say_stamps(count.stamps)) else []),
            *cosigned_table(manifest, count.stamps),
            summary_table(manifest, count.appraisees, omit_zero=False),
            Codes(_fingerprints(count, opening)),
            *([Scan(address, COMPARE_HERE)] if address else []),
            Paragraph(CHECKED, indent=False),
            SignatureLines(_signers(manifest)),
        ),
    )


def _occasion(manifest: Manifest, meeting: Meeting, place: str) -> tuple[Fact, ...]:
    return (
        Fact("测评名称", manifest.title),
        Fact("测评时间", _span(meeting.opened_at, meeting.closed_at)),
        Fact("地点", place),
    )


def _fingerprints(count: Count, opening: str) -> tuple[Fact, ...]:
    return (
        Fact("测评方案", count.manifest),
        Fact("封票清单", count.sealed_root),
        Fact("开箱选票", count.box),
        *((Fact("开箱结果", opening),) if opening else ()),
    )


def _signers(manifest: Manifest) -> tuple[tuple[str, int], ...]:
    """Who signs, and how many of each."""
    tellers = max(2, manifest.rules.session.tellers)
    return ("监票人", tellers), ("计票人", 2), ("主持人", 1), ("日期", 1)


def _span(opened_at: str, closed_at: str) -> str:
    """Write from when to when, the day only once."""
    if not (opened_at and closed_at):
        return ""
    start, end = official_moment(opened_at), official_moment(closed_at)
    return f"{start}至{end.removeprefix(official_date(opened_at))}"


def _meeting(meeting: Meeting) -> tuple[Fact, ...]:
    return (
        Fact("应到", f"{meeting.entitled}人"),
        Fact("实到", f"{meeting.present}人"),
        *_printed(meeting),
        Fact("发出", f"{meeting.issued}张"),
        Fact("收回", f"{meeting.returned}张"),
        Fact("有效", f"{meeting.valid}张"),
        Fact("废票", say_spoiled(meeting.spoiled).removeprefix("废票") or "0张"),
    )


def _printed(meeting: Meeting) -> tuple[Fact, ...]:
    """Where there are several doors, the table has them: not every right was printed."""
    if meeting.doors is not None:
        return ()
    return Fact("印制", f"{meeting.printed}张"), Fact("作废", f"{meeting.voided}张")


def _balance(meeting: Meeting) -> str:
    if meeting.doors is not None:
        return (
            f"各种投票方式合计发出{meeting.issued}张，收回{meeting.returned}张，"
            f"未收回{meeting.issued - meeting.returned}张，数目相符。"
        )
    return (
        f"票卡印制{meeting.printed}张，作废{meeting.voided}张，发出{meeting.issued}张，数目相符。"
    )


def _quorum(manifest: Manifest, count: Count) -> str:
    meeting = count.meeting
    balance = _balance(meeting)
    if manifest.rules.session.quorum is None:
        return balance
    return balance + ("人数符合法定要求。" if count.quorate else "人数不符合法定要求。")

"""The tally sheet shows the scrutineers every number they answer for."""

import msgspec

from reports.document import (
    Codes,
    Document,
    Facts,
    Paragraph,
    SignatureLines,
    Table,
    proofread,
)
from reports.wording.stamps import say_cosigned, say_stamps
from reports.writing.evidence import write_evidence
from reports.writing.sentences import say_meeting
from reports.writing.tally_sheet import write_tally_sheet
from reports.writing.witness import Witnessed, write_witness
from surveys.keys import WHOLE
from surveys.rules.ruleset import Session
from surveys.tally.results import Cards, Count, Doors, Paper, SignedIn, StampCount
from tests.reports.cases import laochang_count, laochang_manifest, published


def the_sheet(count: Count | None = None, *, place: str = "") -> Document:
    return write_tally_sheet(laochang_manifest(), count or laochang_count(), place=place)


def facts(document: Document) -> dict[str, str]:
    blocks = [block for block in document.blocks if isinstance(block, Facts)]
    return {fact.label: fact.words for block in blocks for fact in block.facts}


def test_it_names_the_vote_the_time_and_the_place() -> None:
    found = facts(the_sheet(place="镇政府三楼会议室"))
    assert found["测评名称"] == "老厂镇2026年度部门工作民主测评"
    assert found["测评时间"] == "2026年11月20日9时30分至10时10分"
    assert found["地点"] == "镇政府三楼会议室"


def test_an_unknown_place_is_left_to_fill_in() -> None:
    assert facts(the_sheet())["地点"] == ""


def test_people_and_slips_reconcile_on_it() -> None:
    found = facts(the_sheet())
    numbers = ("应到", "实到", "印制", "作废", "发出", "收回", "有效", "废票")
    assert [found[label] for label in numbers] == [
        "46人", "43人", "50张", "8张", "42张", "42张", "42张", "0张",
    ]  # fmt: skip


def test_spoiled_ballots_have_their_reasons() -> None:
    count = laochang_count()
    meeting = msgspec.structs.replace(count.meeting, spoiled={"unreadable": 1, "duplicate": 2})
    sheet = the_sheet(msgspec.structs.replace(count, meeting=meeting))
    assert facts(sheet)["废票"] == "3张（无法开封1张、重复2张）"


def test_a_grade_nobody_gave_still_has_its_column() -> None:
    count = laochang_count()
    sheet = the_sheet(msgspec.structs.replace(count, appraisees=count.appraisees[:1]))
    (table,) = [block for block in sheet.blocks if isinstance(block, Table)]
    row = dict(zip([(c.group, c.label) for c in table.columns], table.rows[0], strict=True))
    assert row["", "不了解"] == "0"


def test_the_box_is_named_by_its_fingerprint() -> None:
    count = laochang_count()
    (codes,) = [block for block in the_sheet(count).blocks if isinstance(block, Codes)]
    assert [code.words for code in codes.codes] == [count.manifest, count.sealed_root, count.box]


def test_what_scrutineers_opened_away_from_the_server_is_on_what_they_sign() -> None:
    sheet = write_tally_sheet(laochang_manifest(), laochang_count(), opening="ab" * 32)
    (codes,) = [block for block in sheet.blocks if isinstance(block, Codes)]
    assert (codes.codes[-1].label, codes.codes[-1].words) == ("开箱结果", "ab" * 32)


def test_there_are_lines_for_as_many_scrutineers_as_the_rule_wants() -> None:
    manifest = laochang_manifest()
    rules = msgspec.structs.replace(manifest.rules, session=Session(tellers=3))
    sheet = write_tally_sheet(msgspec.structs.replace(manifest, rules=rules), laochang_count())
    (lines,) = [block for block in sheet.blocks if isinstance(block, SignatureLines)]
    assert dict(lines.roles) == {"监票人": 3, "计票人": 2, "主持人": 1, "日期": 1}


def test_it_says_whether_the_meeting_had_its_quorum() -> None:
    count = laochang_count()
    for quorate, words in ((True, "人数符合法定要求。"), (False, "人数不符合法定要求。")):
        sheet = the_sheet(msgspec.structs.replace(count, quorate=quorate))
        said = [block.words for block in sheet.blocks if isinstance(block, Paragraph)]
        assert said[0].endswith(f"数目相符。{words}")


def test_it_passes_its_proofreader() -> None:
    assert proofread(the_sheet()) == ()


def paragraphs(count: Count) -> list[str]:
    return [block.words for block in the_sheet(count).blocks if isinstance(block, Paragraph)]


def test_where_voters_sealed_it_says_who_took_a_ballot_who_cast_it_and_the_difference() -> None:
    count = laochang_count()
    stamps = (
        StampCount("deputies", WHOLE, eligible=42, inner=44, outer=41, sealed=40),
        StampCount("public", WHOLE, eligible=10, inner=9, outer=9, sealed=9),
    )
    told = paragraphs(msgspec.structs.replace(count, stamps=stamps))
    (words,) = [each for each in told if "领票" in each]
    assert words.startswith("领票50张，投票49张，差额1张")
    assert "没有用上的选票3份" in words
    assert not any("领票" in each for each in paragraphs(count))


def test_the_notice_says_the_same() -> None:
    stamps = (StampCount("deputies", WHOLE, eligible=42, inner=42, outer=42, sealed=42),)
    count = msgspec.structs.replace(laochang_count(), stamps=stamps)
    result = published(count, at="2026-11-20T11:00:00+08:00")
    told = [
        block.words
        for block in write_evidence(laochang_manifest(), result, "0" * 64)
        if isinstance(block, Paragraph)
    ]
    assert say_stamps(stamps) in told
    assert say_stamps(stamps).startswith("领票42张，投票42张，差额0张")
    assert "没有用上" not in say_stamps(stamps)  # nothing could be swapped


def test_what_the_scrutineers_machine_counted_is_theirs_to_write_beside_every_pile() -> None:
    count = msgspec.structs.replace(
        laochang_count(),
        stamps=(
            StampCount("deputies", WHOLE, eligible=42, inner=42, outer=41, sealed=40),
            StampCount("deputies", "finance", eligible=9, inner=9, outer=9, sealed=9),
        ),
    )
    alone = laochang_manifest()
    cosigned = msgspec.structs.replace(alone, cosigners=("张玉兰",))
    table, _ = [
        block for block in write_tally_sheet(cosigned, count).blocks if isinstance(block, Table)
    ]
    assert [column.label for column in table.columns[1:]] == ["领票", "投票", "差额", "联署机报数"]
    assert table.rows == (
        ("代表　全部对象", "41", "40", "1", ""),
        ("代表　镇财政所", "9", "9", "0", ""),
    )
    assert proofread(write_tally_sheet(cosigned, count)) == ()
    (only,) = [
        block for block in write_tally_sheet(alone, count).blocks if isinstance(block, Table)
    ]
    assert only.caption != table.caption


def test_the_notice_names_whose_machine_co_signed() -> None:
    stamps = (StampCount("deputies", WHOLE, eligible=42, inner=42, outer=42, sealed=42),)
    count = msgspec.structs.replace(laochang_count(), stamps=stamps)
    manifest = msgspec.structs.replace(laochang_manifest(), cosigners=("张玉兰",))
    result = published(count, at="2026-11-20T11:00:00+08:00")
    told = [
        block.words
        for block in write_evidence(manifest, result, "0" * 64)
        if isinstance(block, Paragraph)
    ]
    assert say_stamps(stamps) + say_cosigned(("张玉兰",)) in told


def by_several_doors() -> Count:
    """50 rights: 8 cards, 36 people who may sign in, 6 sheets of paper."""
    count = laochang_count()
    doors = Doors(Cards(8, 2), SignedIn(36, 4, 1), Paper(6, 5, 4, 1))
    meeting = msgspec.structs.replace(
        count.meeting, printed=50, voided=8, issued=42, returned=40, valid=39,
        spoiled={"unreadable": 1}, doors=doors,
    )  # fmt: skip
    return msgspec.structs.replace(count, meeting=meeting)


def test_each_door_has_its_own_true_numbers_and_nothing_was_printed_for_signing_in() -> None:
    sheet = the_sheet(by_several_doors())
    table, _ = [block for block in sheet.blocks if isinstance(block, Table)]
    assert table.rows == (
        ("手机登录", "36", "5", "31", "—", "—", "—", "—"),
        ("票卡（手机、平板）", "8", "2", "6", "—", "—", "—", "—"),
        ("电子票合计", "44", "7", "37", "36", "1", "—", "—"),
        ("纸质票", "6", "1", "5", "4", "1", "3", "1"),
        ("合计", "50", "8", "42", "40", "2", "39", "1"),
    )
    assert "改领票卡或纸质票4份，没有领1份" in table.notes[0]
    assert not {"印制", "作废"} & facts(sheet).keys()
    assert "合计发出42张，收回40张，未收回2张，数目相符" in paragraphs(by_several_doors())[0]
    assert proofread(sheet) == ()


def test_the_notice_says_how_many_came_on_paper() -> None:
    said = say_meeting(by_several_doors().meeting)
    assert "发出测评表42张（电子票37张、纸质票5张），收回40张（电子票36张、纸质票4张）" in said
    assert "电子票" not in say_meeting(laochang_count().meeting)


def test_the_witness_sheet_says_how_many_envelopes_came_from_paper() -> None:
    witnessed = Witnessed(
        number=40, root="0" * 64, fingerprint="1" * 64, closed_at="2026-11-20T10:10:00+08:00",
        paper=4,
    )  # fmt: skip
    told = facts(write_witness(laochang_manifest(), witnessed))["封票"]
    assert told == "40 张（电子票 36 张、纸质票 4 张）"

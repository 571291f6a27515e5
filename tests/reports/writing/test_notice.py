"""The notice says what the result says, in the form real notices have."""

from fractions import Fraction

import msgspec
import pytest

from reports.document import Clause, Codes, Document, Heading, Paragraph, Table, proofread
from reports.writing.notice import write_notice
from surveys.manifest import Custody, Manifest
from surveys.rules.ruleset import Comparison, Display, Publication, Quorum, Rounding, Session
from surveys.tally.results import Result
from surveys.tally.tally import Tally
from tests.reports.cases import (
    laochang_count,
    laochang_manifest,
    published,
    zhanyi_count,
    zhanyi_manifest,
)

AT = "2026-11-20T11:00:00+08:00"


def the_notice(manifest: Manifest, result: Result) -> Document:
    return write_notice(manifest, result, rule_words=("以收回票为基数。",), fingerprint="ab" * 32)


def clauses(document: Document) -> list[str]:
    return [block.lead + block.words for block in document.blocks if isinstance(block, Clause)]


def table(document: Document) -> Table:
    (found,) = [block for block in document.blocks if isinstance(block, Table)]
    return found


def with_rules(manifest: Manifest, **changes: object) -> Manifest:
    return msgspec.structs.replace(
        manifest, rules=msgspec.structs.replace(manifest.rules, **changes)
    )


def with_first(result: Result, **changes: object) -> Result:
    first, *rest = result.count.appraisees
    appraisees = (msgspec.structs.replace(first, **changes), *rest)
    return msgspec.structs.replace(
        result, count=msgspec.structs.replace(result.count, appraisees=appraisees)
    )


def laochang() -> tuple[Manifest, Result]:
    return laochang_manifest(), published(laochang_count(), at=AT)


def zhanyi() -> tuple[Manifest, Result]:
    return zhanyi_manifest(), published(zhanyi_count(), at="2019-12-27T10:00:00+08:00")


def test_the_paragraphs_of_zhanyi_read_as_they_were_published() -> None:
    assert clauses(the_notice(*zhanyi())) == [
        (
            "区住建局测评情况：发出测评表28张，收回28张，"
            "满意票25票，满意率89.29%，基本满意票3票，基本满意率10.71%。"
        ),
        (
            "区自然资源局测评情况：发出测评表28张，收回28张，"
            "满意票26票，满意率92.86%，基本满意票2票，基本满意率7.14%。"
        ),
        (
            "区政府办测评情况：发出测评表28张，收回28张，"
            "满意票20票，满意率71.43%，基本满意票8票，基本满意率28.57%。"
        ),
    ]


def test_the_opening_says_when_who_whom_and_how_many() -> None:
    manifest, result = laochang()
    notice = the_notice(manifest, msgspec.structs.replace(result, approved_by="主席团第12次会议"))
    assert notice.blocks[0] == Paragraph(
        "2026年11月20日，老厂镇人民代表大会主席团对镇财政所、镇农业农村服务中心、"
        "镇社会事务办公室、镇自然资源所进行了民主测评。应到46人，实到43人，发出测评表42张，"
        "收回42张，有效42张，符合法定人数。经主席团第12次会议同意，现将测评结果公告如下："
    )


def test_the_grade_and_the_joint_rate_close_the_paragraph() -> None:
    last = clauses(the_notice(*laochang()))[-1]
    assert last == (
        "镇自然资源所测评情况：发出测评表42张，收回42张，满意票20票，满意率47.62%，"
        "基本满意票13票，基本满意率30.95%，不满意票6票，不满意率14.29%，不了解3票，"
        "总体满意率78.57%，测评等次为“基本满意”。"
    )


def test_an_option_without_votes_is_left_out_only_where_the_rule_says_so() -> None:
    manifest, result = laochang()
    assert "不了解" not in clauses(the_notice(manifest, result))[0]
    shown = with_rules(manifest, publication=Publication(omit_zero=False))
    assert "不了解0票" in clauses(the_notice(shown, result))[0]


def test_spoiled_ballots_are_counted_with_their_reasons() -> None:
    manifest, result = laochang()
    spoiled = with_first(result, valid=39, spoiled={"overmarked": 2, "blank": 1})
    notice = the_notice(manifest, spoiled)
    assert "收回42张，废票3张（多填2张、全部未填1张），满意票" in clauses(notice)[0]
    assert "有效" in [column.label for column in table(notice).columns]


def test_the_table_has_the_columns_in_use_and_no_other() -> None:
    columns = table(the_notice(*zhanyi())).columns
    assert [(column.group, column.label) for column in columns] == [
        ("", "序号"),
        ("", "测评对象"),
        ("满意", "票数"),
        ("满意", "比率"),
        ("基本满意", "票数"),
        ("基本满意", "比率"),
    ]


def test_the_table_repeats_the_numbers_of_the_paragraphs() -> None:
    found = table(the_notice(*laochang()))
    assert found.rows[3] == (
        "4", "镇自然资源所", "20", "47.62", "13", "30.95", "6", "14.29", "3", "78.57", "基本满意",
    )  # fmt: skip
    assert found.unit == "票、%"


def test_slips_per_department_are_told_apart() -> None:
    manifest, result = laochang()
    notice = the_notice(manifest, with_first(result, issued=41, returned=40))
    assert "发出测评表41张，收回40张" in clauses(notice)[0]
    assert table(notice).rows[0][2:4] == ("41", "40")


def test_the_rule_stands_under_the_table_and_so_does_what_is_withheld() -> None:
    manifest, result = laochang()
    count = msgspec.structs.replace(result.count, withheld=Tally(groups={"deputies": {}}))
    notice = the_notice(manifest, msgspec.structs.replace(result, count=count))
    assert table(notice).notes == (
        "以收回票为基数。",
        "代表的选票不足10张，只公布合计，不逐张公布。",
    )


def test_every_fingerprint_a_recount_needs_is_printed() -> None:
    manifest, result = laochang()
    (codes,) = [b for b in the_notice(manifest, result).blocks if isinstance(b, Codes)]
    assert [(code.label, code.words) for code in codes.codes] == [
        ("测评方案", result.count.manifest),
        ("封票清单", result.count.sealed_root),
        ("开箱选票", result.count.box),
        ("计票结果", "ab" * 32),
    ]


@pytest.mark.parametrize(
    ("custody", "keeper"),
    [(Custody.SYSTEM, "开箱密钥由系统保管"), (Custody.SCRUTINEERS, "开箱密钥由监票人分持")],
)
def test_it_says_who_confirmed_and_what_a_recount_cannot_prove(
    custody: Custody, keeper: str
) -> None:
    manifest, result = laochang()
    notice = the_notice(msgspec.structs.replace(manifest, custody=custody), result)
    at = notice.blocks.index(Heading(1, "计票核对"))
    words = "".join(b.words for b in notice.blocks[at:] if isinstance(b, Paragraph))
    assert "监票人孙立新、李春梅、计票人周大勇、吴清和主持人赵德明核对确认" in words
    assert "重新计票不能证明开箱本身" in words
    assert keeper in words
    assert "minping verify" in words


def test_indicators_stand_in_an_annex_and_overall_agrees_with_the_paragraph() -> None:
    (annex,) = the_notice(*laochang()).annexes
    (found,) = annex.blocks
    assert annex.title == "各项指标满意率"
    assert isinstance(found, Table)
    assert len(found.rows) == 9
    assert found.rows[-1] == ("总体评价", "88.1", "80.95", "83.33", "47.62")


def test_one_question_needs_no_annex() -> None:
    assert the_notice(*zhanyi()).annexes == ()


def test_where_several_items_decide_together_votes_are_not_added_up() -> None:
    manifest, result = laochang()
    every = tuple(msgspec.structs.replace(item, drives_grade=True) for item in manifest.rules.items)
    notice = the_notice(with_rules(manifest, items=every), result)
    assert clauses(notice)[0] == (
        "镇财政所测评情况：发出测评表42张，收回42张，满意率88.1%，基本满意率9.52%，"
        "不满意率2.38%，总体满意率97.62%，测评等次为“满意”。"
    )
    assert "票数" not in [column.label for column in table(notice).columns]
    assert proofread(notice) == ()


def test_rates_by_largest_remainder_add_up_in_the_row() -> None:
    manifest, result = laochang()
    third = Fraction(1, 3)
    thirds = {
        "satisfaction": third,
        "fair_satisfaction": third,
        "dissatisfaction": third,
        "overall_satisfaction": 2 * third,
    }
    rules = with_rules(manifest, display=Display(mode=Rounding.LARGEST_REMAINDER, digits=0))
    row = table(the_notice(rules, with_first(result, metrics=thirds))).rows[0]
    assert [row[3], row[5], row[7]] == ["34", "33", "33"]


def test_a_rate_that_does_not_exist_is_a_dash_and_never_a_nought() -> None:
    manifest, result = laochang()
    nothing = dict.fromkeys(result.count.appraisees[0].metrics)
    notice = the_notice(manifest, with_first(result, metrics=nothing, grade=None))
    assert table(notice).rows[0][-2:] == ("—", "—")


def test_a_standing_and_a_veto_are_said() -> None:
    manifest, result = laochang()
    words = clauses(the_notice(manifest, with_first(result, standing=2, vetoed=True)))[0]
    assert words.endswith("测评等次为“满意”，适用否决条款，名次为第2名。")


def test_a_meeting_short_of_its_quorum_is_not_said_to_have_it() -> None:
    manifest, result = laochang()
    quorum = Session(quorum=Quorum(op=Comparison.OVER, fraction=Fraction(1, 2)))
    short = msgspec.structs.replace(
        result, count=msgspec.structs.replace(result.count, quorate=False)
    )
    opening = the_notice(with_rules(manifest, session=quorum), short).blocks[0]
    assert isinstance(opening, Paragraph)
    assert "符合法定人数" not in opening.words


def test_many_departments_are_counted_in_the_opening() -> None:
    manifest, result = laochang()
    fifth = msgspec.structs.replace(manifest.appraisees[0], key="fifth", label="镇派出所")
    crowded = msgspec.structs.replace(manifest, appraisees=(*manifest.appraisees, fifth))
    opening = the_notice(crowded, result).blocks[0]
    assert isinstance(opening, Paragraph)
    assert "镇自然资源所等5个测评对象进行了民主测评" in opening.words


@pytest.mark.parametrize("case", [laochang, zhanyi])
def test_a_notice_passes_its_proofreader(case: object) -> None:
    assert callable(case)
    assert proofread(the_notice(*case())) == ()

"""The voters' block of an evaluation's papers: apart from the result, and never more than it is."""

import msgspec

from reports.document import Annex, Document, Heading, proofread
from reports.writing.own_report import write_own_report
from reports.writing.voters import attach_voters
from surveys.poll import Frame, Holder, Stratum
from surveys.quotation.quoted import Quotation, quote
from tests.polls import an_open_manifest
from tests.quotations import a_choice, a_quotation, a_source
from tests.reports.papers import circular, course, sent, town
from tests.reports.poll_cases import CARDS, the_poll

HEADING = "选民意见（不计入测评结果）"


def beside(quotation: Quotation | None) -> Document:
    manifest, _ = town()
    return attach_voters(circular(), manifest, quotation)


def block(quotation: Quotation) -> Annex:
    return beside(quotation).annexes[-1]


def said(quotation: Quotation) -> str:
    return repr(block(quotation))


def own(appraisee: str, quotation: Quotation | None) -> Document:
    return write_own_report(course(), appraisee, comments=(), dispatch=sent(), voters=quotation)


def test_the_block_is_the_last_annex_and_not_a_letter_of_the_result_is_another() -> None:
    plain, both = circular(), beside(a_quotation())
    assert both.annexes[-1].title == HEADING
    assert msgspec.structs.replace(both, annexes=both.annexes[:-1]) == plain
    assert beside(None) == plain
    assert not list(proofread(both))


def test_households_speak_for_themselves_and_nobody_says_residents() -> None:
    words = said(a_quotation())
    assert "不计入票数、得分和等次" in words
    assert "仅代表参与者" in words
    assert "比例的参考区间" in words
    assert "置信区间" not in words
    assert "这次调查没有问到镇农业农村服务中心、镇社会事务办公室" in words
    assert a_source().fingerprint in words
    assert "居民认为" not in words


def test_n_and_effective_n_are_told_with_what_it_was_weighed_by() -> None:
    """Of every group half came back, so that a weighted share gives no withheld cell away."""
    halves = tuple(Stratum(key, 2 * came, 2 * came) for key, (_, _, came) in CARDS.items())
    source = a_source(the_poll(frame=Frame(Holder.HOUSEHOLD, halves)))
    words = said(quote(source, a_choice(source)))
    assert "有效答卷（n）121份，加权后的有效样本量（n_eff）121份" in words
    assert "、".join(f"{label}{2 * came}户" for label, _, came in CARDS.values()) in words
    assert "加权的估计和参考区间" in words
    assert "比例的参考区间" not in words, "one interval an answer"


def test_a_weighted_share_that_would_give_a_cell_away_is_not_told_nor_its_effective_n() -> None:
    words = said(a_quotation())
    assert "加权的估计会透露不予公布的格子，没有列出" in words
    assert "有效答卷（n）121份；没有加权的估计" in words
    assert "n_eff" not in words


def test_only_people_drawn_by_lot_get_a_confidence_interval() -> None:
    drawn = tuple(Stratum(key, cards * 9, cards) for key, (_, cards, _) in CARDS.items())
    source = a_source(the_poll(frame=Frame(Holder.PERSON, drawn, seed="2026")))
    words = said(quote(source, a_choice(source)))
    assert "比例的置信区间" in words
    assert "参考区间" not in words
    assert "没有交回答卷的人怎么想" in words


def test_an_open_link_has_no_interval_and_says_that_nothing_prevents_a_second_answer() -> None:
    source = a_source(an_open_manifest(form=the_poll().form))
    words = said(quote(source, a_choice(source)))
    assert "区间" not in words
    assert "仅代表参与者" in words
    assert "无法阻止同一个人填两次" in words
    assert "没有加权的估计" in words


def test_what_too_few_answered_is_named_without_a_number() -> None:
    source = a_source(the_poll(minimum=1000))
    words = said(quote(source, a_choice(source)))
    assert "镇财政所、镇自然资源所作答不足1000人，不公布分布" in words
    assert "Table" not in words


def test_another_name_in_the_poll_is_told() -> None:
    quotation = a_quotation()
    first, *rest = quotation.appraisees
    other = msgspec.structs.replace(first, label="财政所")
    words = said(msgspec.structs.replace(quotation, appraisees=(other, *rest)))
    assert "问卷里是这样问的：镇财政所是“财政所”。" in words


def test_a_department_reads_what_was_said_of_it_and_of_no_other() -> None:
    quotation = a_quotation()
    report, plain = own("finance", quotation), own("finance", None)
    at = report.blocks.index(Heading(1, HEADING))
    assert report.blocks[:at] == plain.blocks
    asked = repr(report.blocks[at:])
    found = quotation.find("finance")
    assert found is not None
    assert all(f"'{answer.label}', '{answer.number}'" in asked for answer in found.answers)
    assert "镇自然资源所" not in asked
    assert own("society", quotation) == own("society", None), "the poll did not ask about it"

"""Wording may be edited where a slot says so; a number of the result never may."""

import pytest

from reports.document import Annex, Document, Paragraph, fill, proofread, slots
from surveys.refusals import Refusal

NOTICE = Document(
    "公告",
    (
        Paragraph("镇财政所满意37票，满意率88.10%。"),
        Paragraph("现将结果公告如下。", slot="opening"),
        Paragraph("请抓紧整改。", slot="demand"),
    ),
    "",
    annexes=(Annex("附表", (Paragraph("说明。", slot="note"),)),),
)


def test_the_slots_are_named_with_what_stands_in_them() -> None:
    assert slots(NOTICE) == {
        "opening": "现将结果公告如下。",
        "demand": "请抓紧整改。",
        "note": "说明。",
    }


def test_edited_words_stand_in_their_slots_and_nothing_else_changes() -> None:
    edited = fill(NOTICE, {"demand": "请在12月18日前整改。", "note": "见正文。"})
    assert slots(edited) == {
        "opening": "现将结果公告如下。",
        "demand": "请在12月18日前整改。",
        "note": "见正文。",
    }
    assert edited.blocks[0] == NOTICE.blocks[0]
    assert proofread(edited) == ()


def test_a_slot_that_is_emptied_leaves_no_empty_line() -> None:
    assert len(fill(NOTICE, {"opening": "  "}).blocks) == 2


def test_a_sentence_without_a_slot_cannot_be_edited() -> None:
    for name in ("", "votes", "镇财政所"):
        with pytest.raises(Refusal, match=r"wording\.no_slot"):
            fill(NOTICE, {name: "镇财政所满意42票。"})


@pytest.mark.parametrize(
    "words",
    ["镇财政所满意42票。", "满意率达到 99%。", "得98.5分。", "满意三十七票。", "百分之九十。"],
)
def test_no_result_of_its_own_is_written_into_a_slot(words: str) -> None:
    with pytest.raises(Refusal, match=r"wording\.own_result"):
        fill(NOTICE, {"demand": words})


@pytest.mark.parametrize(
    "words", ["满意37票，满意率88.10%，特此公告。", "三人小组10分钟内到场。", "12月18日前报送。"]
)
def test_a_result_of_the_document_may_be_repeated_and_dates_set(words: str) -> None:
    assert slots(fill(NOTICE, {"demand": words}))["demand"] == words

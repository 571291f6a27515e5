"""Every paper of the set is whole, and its numbers are fixed whatever is written into it."""

from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.document import Document, Paper, Table, fill, proofread, slots
from reports.rendering.docx import render_docx
from reports.rendering.xlsx import render_xlsx
from reports.writing.pending import issue, pending
from surveys.refusals import Refusal
from tests.reports.papers import FORMS, OFFICIAL, circular, opinion, own_report, rectification

ALL = {**OFFICIAL, **FORMS}


@pytest.mark.parametrize("write", ALL.values(), ids=ALL)
def test_a_paper_passes_its_proofreader(write: Callable[[], Document]) -> None:
    assert proofread(write()) == ()


@pytest.mark.parametrize("write", ALL.values(), ids=ALL)
def test_a_paper_travels_as_data_and_as_word_and_excel(write: Callable[[], Document]) -> None:
    paper = write()
    assert msgspec.json.decode(msgspec.json.encode(paper), type=Document) == paper
    assert render_docx(paper).startswith(b"PK")
    assert render_xlsx(paper).startswith(b"PK")


@pytest.mark.parametrize("write", [opinion, own_report, circular, rectification])
@pytest.mark.parametrize("words", ["满意21票。", "满意率达到90%。", "得99.9分。"])
def test_a_changed_number_is_refused(write: Callable[[], Document], words: str) -> None:
    paper = write()
    slot = next(iter(slots(paper)))
    with pytest.raises(Refusal, match=r"wording\.own_result"):
        fill(paper, {slot: words})


@given(
    st.sampled_from(sorted(slots(opinion()))), st.text(st.characters(codec="utf-8"), max_size=40)
)
def test_whatever_is_written_into_slots_the_result_stands(slot: str, words: str) -> None:
    before = opinion()
    try:
        after = fill(before, {slot: words})
    except Refusal:
        return
    left = iter(after.blocks)
    assert all(block in left for block in before.blocks if not getattr(block, "slot", ""))


def test_an_opinion_stays_a_draft_until_everything_is_written() -> None:
    draft = opinion()
    assert draft.draft
    assert pending(draft) == ("verdict", "merits", "problems", "advice")
    with pytest.raises(Refusal, match=r"wording\.pending"):
        issue(draft)
    written = fill(draft, dict.fromkeys(pending(draft), "写好了。"))
    assert not issue(written).draft


def test_a_part_left_empty_takes_its_heading_along() -> None:
    written = fill(
        opinion(), {"verdict": "好。", "merits": "", "problems": "慢。", "advice": "快。"}
    )
    headings = [block.words for block in issue(written).blocks if hasattr(block, "level")]
    assert headings == ["基本评价", "存在问题", "意见建议", "整改要求"]


def test_the_own_report_puts_what_is_worst_first() -> None:
    table = next(
        block
        for block in own_report().blocks
        if isinstance(block, Table) and block.caption == "各项指标满意率"
    )
    assert table.rows[0] == ("1", "对上年评议意见的整改情况", "30.95", "59.52")
    assert [float(row[2]) for row in table.rows] == sorted(float(row[2]) for row in table.rows)


def test_the_own_report_claims_no_difference_it_did_not_test() -> None:
    said = str(own_report())
    assert "不能据此说高于或低于平均" in said
    for word in ("倒数第一", "显著", "居民认为"):
        assert word not in said


def test_papers_for_forms_are_no_official_letters() -> None:
    assert all(write().paper is not Paper.OFFICIAL for write in FORMS.values())

"""The digest of opinions as a document: what was accepted, in order, and nothing else."""

from reports.document import Clause, Heading, Paragraph, proofread
from reports.writing.digest import Occasion, write_digest
from surveys.consultation.consultation import Consultation, Department, Naming, Section
from surveys.consultation.digest import digest_of
from surveys.consultation.opinion import Opinion
from surveys.consultation.review import Accepted, Merged, Redacted, Replied, Reviewed, SetAside

TOWN = Consultation(
    title="2026年部门工作评议征求意见",
    subjects=(Section(key="s1", heading="一、道路"), Department(key="d1", label="镇财政所")),
    naming=Naming.NAMED,
)
OCCASION = Occasion(
    congress="老厂镇人民代表大会主席团",
    opened_at="2026-09-01T08:00:00+08:00",
    closed_at="2026-09-10T18:00:00+08:00",
    dated="2026-09-12T09:00:00+08:00",
)
REVIEWED = (
    Reviewed(Opinion(1, "s1", "坡头路塌了。\n涵管太小。", "周大勇"), Accepted()),
    Reviewed(Opinion(2, "s1", "路塌了"), Merged(1)),
    Reviewed(Opinion(3, "d1", "王某某推诿"), Redacted("窗口推诿", "隐去姓名")),
    Reviewed(Opinion(4, "", "修庙"), SetAside("不属于本镇职责")),
    Reviewed(Opinion(5, "", "公厕脏"), Replied("已加派人手。", "镇农业中心", "2026-09-03")),
)


def test_what_was_accepted_is_numbered_under_its_subject() -> None:
    document = write_digest(digest_of(TOWN, REVIEWED), OCCASION)
    assert proofread(document) == ()
    assert document.title == "2026年部门工作评议征求意见情况汇总"
    assert document.blocks[1:] == (
        Heading(1, "关于“一、道路”的意见"),
        Clause(2, "2条意见提出：", "坡头路塌了。"),
        Paragraph("涵管太小。"),
        Paragraph("（周大勇提出。）"),
        Heading(1, "关于“镇财政所”的意见"),
        Clause(2, "", "窗口推诿"),
        Paragraph("（文字经工作人员改写。）"),
        Heading(1, "其他意见"),
        Clause(2, "", "公厕脏"),
        Paragraph("（2026年9月3日转镇农业中心办理。）"),
        Paragraph("答复：已加派人手。"),
        Heading(1, "没有采纳的意见"),
        Paragraph("共1条，理由是：不属于本镇职责（1条）。"),
    )


def test_the_opening_says_when_how_many_and_what_became_of_all() -> None:
    opening = write_digest(digest_of(TOWN, REVIEWED), OCCASION).blocks[0]
    assert isinstance(opening, Paragraph)
    assert opening.words.startswith(
        "2026年9月1日至9月10日，老厂镇人民代表大会主席团就“2026年部门工作评议”公开征求意见，"
        "共收到意见5条：采纳1条，并入同样的意见1条，改写后采纳1条，答复1条，不采纳1条。"
    )


def test_a_consultation_nobody_answered_has_a_digest_too() -> None:
    document = write_digest(digest_of(TOWN, ()), OCCASION, draft=True)
    assert proofread(document) == ()
    assert document.draft
    (opening,) = document.blocks
    assert isinstance(opening, Paragraph)
    assert opening.words.endswith("没有收到意见。")

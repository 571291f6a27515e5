"""A slip tells its holder where to go and what is true, and nothing about its holder."""

from reports.document import Cards, Document
from reports.wording.proof import say_secrecy
from reports.writing.slips import Slip, write_slips
from surveys.manifest import Custody, Secrecy

PROMISE = say_secrecy(Secrecy.SERVER_SEALED, Custody.SYSTEM)


def a_slip(number: int, *, unit: str = "", group: str = "") -> Slip:
    return Slip(
        address=f"https://minping.example/s/laochang-2026#K7M492TX00{number:02}",
        code=f"K7M4-92TX-00{number:02}",
        site="minping.example",
        unit=unit,
        group=group,
    )


def the_sheets(*slips: Slip) -> Document:
    return write_slips(
        slips,
        congress="老厂镇人大主席团",
        title="民主测评",
        promise=PROMISE,
        dated="2026-11-19T08:00:00+08:00",
    )


def piles(document: Document) -> list[list[str]]:
    return [
        [card.code for card in block.cards] for block in document.blocks if isinstance(block, Cards)
    ]


def test_a_card_says_where_what_and_how_secret() -> None:
    (block,) = the_sheets(a_slip(1, unit="镇财政所")).blocks
    assert isinstance(block, Cards)
    (card,) = block.cards
    assert card.address == "https://minping.example/s/laochang-2026#K7M492TX0001"
    assert card.code == "K7M4-92TX-0001"
    assert card.about == "只评：镇财政所"
    assert card.promise == PROMISE
    assert "封存前程序能读到" in PROMISE
    assert "打开 minping.example 输入票卡号" in card.steps[1]


def test_a_card_has_no_place_for_a_name() -> None:
    (block,) = the_sheets(a_slip(1)).blocks
    assert isinstance(block, Cards)
    (card,) = block.cards
    said = (card.heading, card.title, card.about, *card.steps, card.pile)
    assert not any("姓名" in words for words in said)


def test_cards_keep_the_order_they_were_shuffled_into() -> None:
    assert piles(the_sheets(a_slip(3), a_slip(1), a_slip(2))) == [
        ["K7M4-92TX-0003", "K7M4-92TX-0001", "K7M4-92TX-0002"]
    ]


def test_cards_of_different_groups_and_units_are_different_piles() -> None:
    document = the_sheets(
        a_slip(1, group="群众"),
        a_slip(2, group="代表", unit="镇财政所"),
        a_slip(3, group="群众"),
        a_slip(4, group="代表", unit="镇派出所"),
    )
    assert sorted(piles(document)) == [
        ["K7M4-92TX-0001", "K7M4-92TX-0003"],
        ["K7M4-92TX-0002"],
        ["K7M4-92TX-0004"],
    ]

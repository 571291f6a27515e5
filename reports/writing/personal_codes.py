"""Personal codes (绑定码) become sheets of cards, one for each person, handed over in person."""

from collections.abc import Sequence

from reports.document import Card, Cards, Document, Paper
from surveys.values import Value


class PersonalCode(Value, frozen=True):
    """One code as printed: whose it is and what to type."""

    name: str
    group: str
    code: str
    alone: bool = False
    """Good without a code to the phone."""


def write_personal_codes(
    codes: Sequence[PersonalCode], *, congress: str, title: str, address: str, dated: str
) -> Document:
    """Lay the cards out in the order given; `address` is where people sign in."""
    return Document(
        title=f"{title}绑定码",
        dated=dated,
        paper=Paper.CARDS,
        blocks=(
            Cards(
                tuple(
                    _card(code, congress=congress, title=title, address=address) for code in codes
                )
            ),
        )
        if codes
        else (),
    )


def _card(code: PersonalCode, *, congress: str, title: str, address: str) -> Card:
    return Card(
        heading=congress,
        title=title,
        about=f"{code.name} 本人使用",
        address=address,
        code=code.code,
        steps=(
            "扫码，点“名册上没有您的手机号”，填这个绑定码。"
            if code.alone
            else "扫码，填手机号和验证码，再填这个绑定码。",
            "只能用一次，请不要转交别人；丢了请到签到处补。",
        ),
        promise=f"登录的网址：{address}",
        pile=code.group,
        label="绑定码",
    )

"""The code on the big screen leads to where a voter without a card can begin."""

from service.web.views.live import ScreenView, Shown, Turnout
from surveys.stages import Stage

ORIGIN = "http://192.168.1.5:8642"


def address(*, rights: bool, poll: bool = False) -> str:
    shown = Shown(survey="meeting", title="民主测评", congress="主席团", poll=poll)
    turnout = Turnout(stage=Stage.OPEN, cast=0, issued=46, entitled=46, rights=rights)
    return ScreenView.of(shown, turnout, origin=ORIGIN).address


def test_where_people_may_sign_in_the_code_leads_there() -> None:
    assert address(rights=True) == f"{ORIGIN}/j/meeting"


def test_where_cards_are_drawn_the_code_leads_to_the_ballot() -> None:
    assert address(rights=False) == f"{ORIGIN}/v/meeting"
    assert address(rights=True, poll=True) == f"{ORIGIN}/v/meeting"

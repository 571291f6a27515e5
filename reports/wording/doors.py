"""Doors (投票方式) in Chinese: what each gave out and took in, each in its own words."""

from collections.abc import Iterator

from surveys.tally.results import Cards, Doors, Meeting, Paper, SignedIn

SIGNIN = "手机登录"
CARDS = "票卡（手机、平板）"
PAPER = "纸质票"
ELECTRONIC = "电子票"
TABLETS = "平板凭票卡投，算在票卡里；"


def say_doors(doors: Doors) -> tuple[str, ...]:
    """One sentence a door; nothing of what had no use.

    >>> for words in say_doors(Doors(Cards(9, 5), SignedIn(8, 2, 1), Paper(6, 3, 2, 1))):
    ...     print(words)
    登录资格8份，改领票卡或纸质票2份，没有领1份，登录领取5份。
    票卡印制9张，作废5张，发出4张。
    纸质票印制6张，作废3张，发出3张，收回2张，未收回1张；收回的票中有效1张，无效1张。
    """
    return tuple(_sentences(doors))


def say_doors_so_far(doors: Doors, *, collected: bool) -> tuple[str, ...]:
    """Before the close: what there is; nobody knows yet who will not sign in.

    `collected`: the paper is accounted for already.

    >>> doors = Doors(Cards(9, 0), SignedIn(8, 0, 0), Paper(6, 6, 0, 0))
    >>> for words in say_doors_so_far(doors, collected=False):
    ...     print(words)
    登录资格8份，截止时没有领的作废，不算发出。
    票卡印制9张。
    纸质票印制6张，还没有核对封箱。
    """
    return tuple(_so_far(doors, collected))


def _so_far(doors: Doors, collected: bool) -> Iterator[str]:  # noqa: FBT001 -- of one caller
    if doors.signin is not None:
        yield f"登录资格{doors.signin.eligible}份，截止时没有领的作废，不算发出。"
    if doors.cards.printed:
        yield f"票卡印制{doors.cards.printed}张。"
    if doors.paper is not None:
        unread = f"纸质票印制{doors.paper.printed}张，还没有核对封箱。"
        yield say_paper(doors.paper) if collected else unread


def _sentences(doors: Doors) -> Iterator[str]:
    if doors.signin is not None:
        yield say_signin(doors.signin)
    if doors.cards.printed:
        yield say_cards(doors.cards)
    if doors.paper is not None:
        yield say_paper(doors.paper)


def say_signin(signin: SignedIn) -> str:
    """Nothing is printed and nothing handed out: who signs in takes a ballot."""
    return (
        f"登录资格{signin.eligible}份，改领票卡或纸质票{signin.handed}份，"
        f"没有领{signin.untaken}份，登录领取{signin.taken}份。"
    )


def say_cards(cards: Cards) -> str:
    """发出 = 印制 - 作废."""
    return f"票卡印制{cards.printed}张，作废{cards.voided}张，发出{cards.issued}张。"


def say_paper(paper: Paper) -> str:
    """发出 = 收回 + 未收回, 收回 = 有效 + 无效."""
    return (
        f"纸质票印制{paper.printed}张，作废{paper.voided}张，发出{paper.issued}张，"
        f"收回{paper.returned}张，未收回{paper.outstanding}张；"
        f"收回的票中有效{paper.valid}张，无效{paper.invalid}张。"
    )


def say_issued(meeting: Meeting) -> str:
    """发出, and what of it was paper."""
    paper = meeting.doors.paper if meeting.doors else None
    return f"{meeting.issued}张{_parts(meeting.issued, paper.issued) if paper else ''}"


def say_returned(meeting: Meeting) -> str:
    """收回, and what of it was paper."""
    paper = meeting.doors.paper if meeting.doors else None
    return f"{meeting.returned}张{_parts(meeting.returned, paper.returned) if paper else ''}"


def _parts(every: int, paper: int) -> str:
    return f"（{ELECTRONIC}{every - paper}张、{PAPER}{paper}张）"

"""Left-over cards (余票): scanned or typed, and voided before scrutineers who give their names."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Final, NamedTuple, Protocol, TypeAlias

from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, RawBody

from service.box.gate import Turnout, Voiding
from service.database import Connection, Pool, transaction
from service.dossier.deeds import Deed, record
from service.dossier.steps import Pressed, attempt, press
from service.dossier.visits import deed_of
from service.identity.guards import Signed
from service.identity.sessions import Session
from service.settings import Settings
from service.web import pages
from service.web.fields import Fields, names, one
from service.web.resources import Reach, Resources
from surveys.refusals import Refusal
from surveys.stages import Stage
from surveys.values import Value

Became: TypeAlias = list[tuple[str, Voiding]]

_MOST: Final = 2000
_VOIDABLE: Final = frozenset({Stage.PREPARED, Stage.OPEN, Stage.PAUSED, Stage.CLOSED})
"""As long as the box was not opened."""


class LeftOver(Value, frozen=True):
    """Cards nobody drew, as scanned or typed, and who watches them being voided."""

    codes: tuple[str, ...]
    witnesses: tuple[str, ...]


class Act(Protocol):
    """What voids them: at some doors a slip, at others a right to a stamp."""

    def __call__(
        self, conn: Connection, box: Pool, settings: Settings, /, *, deed: Deed, left: LeftOver
    ) -> Awaitable[Became]:
        """What became of each card."""
        ...


class LeftOverView(Value, frozen=True, kw_only=True):
    """`console/left_over.html`."""

    here: str
    """Which board of the workbench."""
    page: str
    """Address of the survey's own page."""
    title: str
    tellers: int
    printed: int
    voided: int
    rights: bool = False
    """People may still sign in: nobody knows yet how many ballots are given out."""
    present: str = ""
    """Who came, beside what was handed out, where somebody noted it."""

    @property
    def issued(self) -> int:
        """发出: printed less voided."""
        return self.printed - self.voided


Look: TypeAlias = Callable[[Session, Resources, str], Awaitable[LeftOverView]]
"""What the page of a survey shows."""


class Told(NamedTuple):
    """What the page says of the cards it was sent: what became of each, or why nothing did."""

    became: tuple[tuple[str, str], ...] = ()
    left: LeftOver = LeftOver((), ())
    refused: Refusal | None = None


def read_left_over(fields: Fields) -> LeftOver:
    """One card a line, typed or scanned: then an address, after `#` the code, after `&` no more."""
    typed = one(fields, "codes").splitlines()
    lines = (line.rpartition("#")[2].partition("&")[0].strip() for line in typed)
    codes = tuple(dict.fromkeys(line[:40] for line in lines if line))[:_MOST]
    return LeftOver(codes, names(fields, "witnesses"))


def demand_witnessed(left: LeftOver, stands: Stage, *, least: int) -> None:
    """Only before the box is opened, and before so many scrutineers."""
    if stands not in _VOIDABLE:
        raise Refusal("stage.not_from_here", here=stands.value, there="void-slips")
    if len(set(left.witnesses)) < least:
        raise Refusal("session.too_few_scrutineers", least=least)


async def note_voided(
    conn: Connection, deed: Deed, left: LeftOver, became: Sequence[tuple[str, Voiding]]
) -> None:
    """Put on record how many were voided, and who watched."""
    number = sum(outcome is Voiding.VOIDED for _, outcome in became)
    if number:
        await record(conn, deed, "void-slips", f"{number} {'、'.join(left.witnesses)}")


async def void(reach: Resources, pressed: Pressed, act: Act) -> Told:
    """Void what was typed in a transaction of its own: what became of each, or why nothing did."""
    left = read_left_over(pressed.fields)

    async def voided() -> Told:
        async with transaction(reach.registrar) as conn:
            became = await act(conn, reach.box, reach.settings, deed=pressed.deed, left=left)
        return Told(tuple((code, outcome.value) for code, outcome in became))

    async def say_no(refusal: Refusal) -> Told:
        return Told(left=left, refused=refusal)

    return await attempt(voided(), say_no)


def count(turnout: Sequence[Turnout]) -> tuple[int, int]:
    """Printed and voided, of all piles."""
    return sum(pile.printed for pile in turnout), sum(pile.voided for pile in turnout)


def routes(look: Look, act: Act) -> tuple[HTTPRouteHandler, HTTPRouteHandler]:
    """The pages of a board: `look` says what they show, `act` voids what was typed."""

    @get("/{survey:str}/left-over")
    async def ask_for_left_over(
        survey: FromPath[str], session: Signed, reach: Reach
    ) -> Response[str]:
        """Which cards nobody was handed."""
        return _show(session, await look(session, reach, survey), Told())

    @post("/{survey:str}/left-over", status_code=200)
    async def void_left_over(
        survey: FromPath[str], body: RawBody, session: Signed, reach: Reach
    ) -> Response[str]:
        """Void left-over cards and say what became of each."""
        told = await void(reach, press(deed_of(session, survey), body), act)
        return _show(session, await look(session, reach, survey), told)

    return ask_for_left_over, void_left_over


def _show(session: Session, view: LeftOverView, told: Told) -> Response[str]:
    return pages.answer(
        "console/left_over.html",
        told.refused,
        view=view,
        became=told.became,
        codes="\n".join(told.left.codes),
        witnesses="、".join(told.left.witnesses),
        session=session,
    )

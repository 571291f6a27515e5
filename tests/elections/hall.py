"""Everybody does what they came for, several at a time; the ledger hears of it."""

import asyncio
import random
from collections.abc import Iterator, Sequence

from tests.elections.crowds import ON_CARDS, ON_PAPER, Person, opinion
from tests.elections.ledger import Ledger, Sheet
from tests.elections.meant import Meant
from tests.elections.presidium import Colleague
from tests.elections.secretary import Secretary
from tests.elections.voters import Handset, Vote


class Papers:
    """What was printed and lies on the table, pile by pile; and the codes handed out by name."""

    def __init__(self) -> None:
        self.cards: dict[str, list[str]] = {}
        self.serials: dict[str, list[str]] = {}
        self.personal: dict[str, str] = {}


class Hall:
    """The room, the phones in it, and the desk at its door."""

    def __init__(
        self, vote: Vote, secretary: Secretary, papers: Papers, *, chance: random.Random
    ) -> None:
        self._vote, self._secretary, self._papers, self._chance = vote, secretary, papers, chance
        self.ledger = Ledger()

    async def hold(self, people: Sequence[Person], teller: Colleague, *, lines: int) -> None:
        """From the first to the last; a teller sets the tablet up."""
        alone = {"twin", "tablet", "absent"}
        waiting = [person for person in people if person.way not in alone]
        self._chance.shuffle(waiting)
        queue = iter(waiting)
        await asyncio.gather(*(self._line(queue) for _ in range(lines)))
        await self._at_the_tablet([one for one in people if one.way == "tablet"], teller)
        twins = [person for person in people if person.way == "twin"]
        for first, second in zip(twins[::2], twins[1::2], strict=True):
            await self._hand_in_twice(first, second)

    def _opinion(self, person: Person) -> Meant:
        return opinion(person, self._vote.cells, self._chance)

    async def _line(self, queue: Iterator[Person]) -> None:
        phone = Handset(self._vote)
        for person in queue:
            meaning = self._opinion(person)
            if person.way in ON_PAPER:
                await self._draw_paper(person, meaning)
            elif person.way == "late":
                await self._put_off(person, meaning)
            else:
                phone.forget()
                await self._on_phone(phone, person, meaning)
        await phone.aclose()

    async def _draw_card(self, person: Person) -> str:
        await self._secretary.hand(person.name, "slip")
        return self._papers.cards[person.group].pop()

    async def _draw_paper(self, person: Person, meaning: Meant) -> None:
        await self._secretary.hand(person.name, "paper")
        serial = self._papers.serials[person.group].pop()
        self.ledger.sheets.append(Sheet(serial, person.way, meaning))

    async def _put_off(self, person: Person, meaning: Meant) -> None:
        own = Handset(self._vote)
        await own.show_card(await self._draw_card(person))
        self.ledger.put_off(person.group, own, await own.close(await own.write(meaning)))

    async def _on_phone(self, phone: Handset, person: Person, meaning: Meant) -> None:
        if person.way in ON_CARDS:
            await phone.show_card(await self._draw_card(person))
        else:
            await self._sign_in(phone, person)
        match person.way:
            case "tampers":
                self.ledger.spoil(person.group, "unstamped", await phone.tamper(meaning))
            case "invents":
                self.ledger.spoil(person.group, "wrong_form", await phone.vote_nonsense(meaning))
            case "unheard":
                envelope = await phone.close(await phone.write(meaning))
                await phone.cast_and_hear_nothing(envelope)
                self.ledger.count(meaning, await phone.cast(envelope, again=True))
            case _:
                self.ledger.count(meaning, await phone.vote(meaning))

    async def _sign_in(self, phone: Handset, person: Person) -> None:
        knows = {"personal": self._papers.personal[person.name]}
        if person.phone:
            await phone.ask_for_code(person.phone)
            knows["code"] = await self._secretary.read_out(person.name)
        await phone.sign_in(knows)

    async def _at_the_tablet(self, people: Sequence[Person], teller: Colleague) -> None:
        if not people:
            return
        tablet = Handset(self._vote)
        await tablet.become_tablet(teller.name, teller.password)
        for person in people:
            await tablet.wipe()
            await tablet.show_card(await self._draw_card(person))
            meaning = self._opinion(person)
            self.ledger.count(meaning, await tablet.vote(meaning))
        await tablet.aclose()

    async def _hand_in_twice(self, first: Person, second: Person) -> None:
        """One lets the other hand in a copy of the same ballot: both are spoiled."""
        one, other = Handset(self._vote), Handset(self._vote)
        await one.show_card(await self._draw_card(first))
        await other.show_card(await self._draw_card(second))
        meaning = self._opinion(first)
        written = await one.write(meaning)
        await other.write(meaning)
        for phone in (one, other):
            receipt = await phone.cast(await phone.close(written))
            self.ledger.spoil(first.group, "duplicate", receipt)
            await phone.aclose()

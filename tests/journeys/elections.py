"""A whole election of three weighting groups, sealed on every phone, over HTTP to a running site.

What the phones sent is remembered here and counted by nothing but `Counter`: that is the truth the
published files are held against.
"""

import asyncio
import json
import random
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from service.boards.appraisals import drafting, store
from service.boards.roll import actions as rolls
from service.clock import now
from service.database import transaction
from service.demonstration.sealed_phone import Ask, Phone
from service.stamping.keyring import read_public
from surveys import canonical
from surveys.appraisal.plan import Plan
from surveys.ballots.ballot import Ballot, Remark
from surveys.ballots.receipt import Receipt
from surveys.electorate.roll import Body, DeputyGroup, Person, Roll, WeightingGroup
from surveys.keys import WHOLE
from surveys.manifest import Manifest
from surveys.questionnaire.answer import Answers, Marks
from surveys.rules.fitting import fit
from surveys.rules.presets import preset
from surveys.rules.ruleset import Group
from tests.builders import FOUR_DEPARTMENTS, a_plan
from tests.journeys.halls import answered
from tests.journeys.halls import post as a_post
from tests.journeys.meetings import CONGRESS, PATIENCE, Meeting
from tests.journeys.phones import GRADES, Line, line_to
from tests.journeys.sites import Site
from tests.people import QIAN

GROUPS = {"deputies": "代表", "standing": "常委会", "public": "群众"}
SHARES = (5, 2, 3)
"""Of ten people, how many are of each group."""

Cell = tuple[str, str, str]
"""Group, department, indicator."""


class Crowd(NamedTuple):
    """How many come, how many tamper with their ballot, how many take both stamps and go home."""

    people: int
    spoiling: int
    staying: int


class Truth(NamedTuple):
    """What people did; nobody else knows it."""

    receipts: list[Receipt]
    marks: dict[Cell, Counter[str]]
    remarks: Counter[str]
    spoiled: Counter[str]
    """By group."""
    only_picked_up: int


def a_roll_of_three(people: int) -> Roll:
    """Everybody in turn, so that each group has its share."""
    kinds = [group for group, share in zip(GROUPS, SHARES, strict=True) for _ in range(share)]
    return Roll(
        groups=(DeputyGroup("g1", "第1代表小组"),),
        weightings=tuple(WeightingGroup(key, label) for key, label in GROUPS.items()),
        people=tuple(
            Person(
                key=f"p{at}",
                name=f"代表{at:05}",
                bodies=frozenset({Body.DEPUTY}),
                group="g1",
                weighting=kinds[at * 7 % len(kinds)],
                phone=f"139{at:08}",
            )
            for at in range(people)
        ),
    )


async def announce(site: Site, people: int) -> Meeting:
    """Draft, freeze, print; everybody has a card, and the vote is open."""
    meeting = Meeting(site, f"three-{people}", drafting.new_key(), a_roll_of_three(people))
    plan: Plan = a_plan(appraisees=FOUR_DEPARTMENTS[:2], sealed=True)
    groups = tuple(Group(key, label) for key, label in GROUPS.items())
    rules = fit(preset("township-three-grade"), plan, groups=groups)
    register = rolls.Register(meeting.town, QIAN, now())
    await meeting.do(
        lambda conn: rolls.found_town(conn, register, name="老厂镇", congress=CONGRESS),
        lambda conn: rolls.take_over(conn, register, meeting.roll, settings=site.settings),
        lambda conn: drafting.draft(conn, meeting.deed(), plan, rules),
        lambda conn: drafting.prepare(conn, meeting.deed()),
    )
    await meeting.until(lambda row: row.box_key is not None)
    await until_stamp_keys(meeting)
    await meeting.take_codes()
    await meeting.open()
    return meeting


async def until_stamp_keys(meeting: Meeting) -> None:
    async with asyncio.timeout(PATIENCE):
        while True:
            async with transaction(meeting.site.registrar) as conn:
                if await read_public(conn, meeting.town, meeting.survey):
                    return
            await asyncio.sleep(0.05)


class Booth:
    """Everybody's phone, one after the other on each line."""

    def __init__(self, meeting: Meeting, manifest: Manifest, digest: str) -> None:
        self._meeting, self._manifest, self._digest = meeting, manifest, digest
        self._chance = random.Random(meeting.survey)
        self.truth = Truth([], {}, Counter(), Counter(), 0)

    async def hold(self, crowd: Crowd, *, lines: int) -> Truth:
        """Every card is used."""
        codes = list(self._meeting.codes)
        self._chance.shuffle(codes)
        kinds = ["spoils"] * crowd.spoiling + ["stays"] * crowd.staying
        waiting = iter(
            [(code, kinds[at] if at < len(kinds) else "votes") for at, code in enumerate(codes)]
        )
        await asyncio.gather(*(self._line(waiting) for _ in range(lines)))
        return self.truth._replace(only_picked_up=crowd.staying)

    async def _line(self, waiting: Iterator[tuple[str, str]]) -> None:
        async with line_to(self._meeting.site.address) as line:
            for code, does in waiting:
                await self._one(line, code, does)

    async def _one(self, line: Line, code: str, does: str) -> None:
        survey = self._meeting.survey
        right = await self._post(line, f"/stamp/{survey}/right", right=code)
        group = right["group"]
        phone = Phone(self._manifest, group, WHOLE, self._digest)
        ballot = self._ballot(group)
        remarks = self._remarks()
        written = await phone.write(self._ask(line, code), ballot, *remarks)
        if does == "spoils":
            forged = msgspec.structs.replace(ballot, nonce="0" * 32)
            written = msgspec.structs.replace(written, ballot=forged)
        envelope = await phone.close(self._ask(line, code), written)
        if does == "stays":
            return
        told = await self._post(line, f"/box/{survey}/cast", **envelope.body())
        assert told.pop("repeated") is False
        self._remember(Receipt(**told), ballot, remarks, spoiled=does == "spoils")

    def _ask(self, line: Line, code: str) -> Ask:
        async def ask(kind: str, blinded: bytes) -> bytes:
            path = f"/stamp/{self._meeting.survey}"
            body = {"right": code, "unit": WHOLE, "kind": kind, "blinded": blinded.hex()}
            return bytes.fromhex((await self._post(line, path, **body))["stamp"])

        return ask

    async def _post(self, line: Line, path: str, **body: Any) -> dict[str, Any]:
        told = answered(await line.ask(a_post(self._meeting.site.address, path, body)))
        return json.loads(told)

    def _ballot(self, group: str) -> Ballot:
        return Ballot(
            survey=self._meeting.survey,
            group=group,
            unit=WHOLE,
            answers=self._answers(),
            nonce=f"{self._chance.getrandbits(128):032x}",
        )

    def _answers(self) -> Answers:
        return {
            matrix.key: Marks(
                marks={
                    subject.key: {
                        indicator.key: self._chance.choices(GRADES, (5, 3, 1, 1))[0]
                        for indicator in matrix.indicators
                    }
                    for subject in matrix.subjects
                }
            )
            for matrix in self._manifest.form.matrices()
        }

    def _remarks(self) -> tuple[Remark, ...]:
        if self._chance.random() > 0.3:
            return ()
        words = f"意见{self._chance.randrange(10**9)}"
        return (Remark(question="remark.1", about=FOUR_DEPARTMENTS[0].key, words=words),)

    def _remember(
        self, receipt: Receipt, ballot: Ballot, remarks: tuple[Remark, ...], *, spoiled: bool
    ) -> None:
        truth = self.truth
        truth.receipts.append(receipt)
        if spoiled:
            truth.spoiled[ballot.group] += 1
            return
        truth.remarks.update(remark.words for remark in remarks)
        for answer in ballot.answers.values():
            assert isinstance(answer, Marks)
            for department, row in answer.marks.items():
                for indicator, mark in row.items():
                    cell = (ballot.group, department, indicator)
                    truth.marks.setdefault(cell, Counter())[str(mark)] += 1


async def vote_all(meeting: Meeting, crowd: Crowd, *, lines: int) -> Truth:
    """Every card is used."""
    row = await meeting.row()
    booth = Booth(meeting, row.read_manifest(), row.manifest_digest or "")
    return await booth.hold(crowd, lines=lines)


def agrees(truth: Truth, files: dict[str, bytes]) -> None:
    """Hold the published result against what people did."""
    count = json.loads(files["result.json"])["count"]
    sealed = len(files["sealed.jsonl"].splitlines())
    assert sealed == count["sealed"] == len(truth.receipts)
    assert (
        sum(given["outer"] - given["sealed"] for given in count["stamps"]) == truth.only_picked_up
    )
    assert count["unopened"] == {"unstamped": truth.spoiled.total()}
    assert count["unopened_by_group"] == truth.spoiled
    for appraisee in count["appraisees"]:
        for item in appraisee["items"]:
            told = Counter({grade: number for grade, number in item["counts"].items() if number})
            by_hand: Counter[str] = Counter()
            for group in GROUPS:
                by_hand += truth.marks.get((group, appraisee["appraisee"], item["item"]), Counter())
            assert told == by_hand, (appraisee["appraisee"], item["item"])


async def remarks_of(meeting: Meeting) -> Counter[str]:
    """What the presidium reads."""
    async with transaction(meeting.site.registrar) as conn:
        kept = await store.read_document.one(conn, meeting.town, meeting.survey, "remarks.json")
    return Counter(
        remark["words"] for remark in canonical.decode(kept.content, list[dict[str, Any]])
    )

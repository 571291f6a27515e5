"""The other half of an outer stamp is asked of the scrutineers' machine (联署机), which dials in.

Questions gather while it works on the last ones; it takes all of them at once and brings the
answers when it comes for the next. A question that was fetched and never answered is handed out
again: the machine answers it as it did before. All of this lives in the memory of one process.
"""

import asyncio
import time
from collections.abc import Iterable
from typing import Annotated, Final, TypeAlias

import msgspec

from surveys.keys import GroupKey, SurveyKey, UnitKey
from surveys.refusals import Refusal
from surveys.values import Value

DEADLINE: Final = 8.0  # seconds; a phone gives up at fifteen
PATIENCE: Final = 10.0  # seconds that a machine with nothing to do is kept on the line
MOST: Final = 64
"""Questions of one turn."""

Mark: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{32}\Z")]
Half: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^([0-9a-f]{2}){0,512}\Z")]


class Question(Value, frozen=True):
    """A right, told by a mark that says nothing of whose it is, and what to sign for it."""

    mark: Mark
    group: GroupKey
    unit: UnitKey
    blinded: Half
    """The blinded message modulo the machine's own factor, hexadecimal."""


class Answer(Value, frozen=True):
    """The machine's half, hexadecimal; or why there is none."""

    mark: Mark
    half: Half = ""
    refused: Annotated[str, msgspec.Meta(max_length=40)] = ""


class Turn(Value, frozen=True):
    """What the machine brings when it comes for more; `keys` tells which it holds."""

    keys: Annotated[str, msgspec.Meta(max_length=64)]
    answers: Annotated[tuple[Answer, ...], msgspec.Meta(max_length=MOST)] = ()


class Work(Value, frozen=True):
    """What it gets; `over` once no more stamps are given."""

    questions: tuple[Question, ...] = ()
    over: bool = False


class _Line:
    """Questions of one survey that wait, and whether somebody is there to answer."""

    def __init__(self) -> None:
        self.waiting: dict[str, tuple[Question, asyncio.Future[Answer]]] = {}
        self.news: asyncio.Event = asyncio.Event()
        self.listeners: int = 0
        self.seen: float = 0.0


class Relay:
    """The lines of one process."""

    def __init__(self, *, deadline: float = DEADLINE, patience: float = PATIENCE) -> None:
        """`deadline`: how long a voter waits; `patience`: how long the machine does."""
        self._deadline: float = deadline
        self._patience: float = patience
        self._lines: dict[SurveyKey, _Line] = {}

    async def ask(self, survey: SurveyKey, question: Question) -> bytes:
        """The machine's half, or a refusal to try again; asked twice at once, it is asked once."""
        line = self._lines.setdefault(survey, _Line())
        known = line.waiting.get(question.mark)
        if known is None or known[0] != question:
            known = question, asyncio.get_running_loop().create_future()
            line.waiting[question.mark] = known
            line.news.set()
        try:
            async with asyncio.timeout(self._deadline):
                answer = await asyncio.shield(known[1])
        except TimeoutError as error:
            if line.waiting.get(question.mark) is known:
                del line.waiting[question.mark]
            raise Refusal("stamp.cosigner_away") from error
        if answer.refused:
            raise Refusal("stamp.cosigner_refused")
        return bytes.fromhex(answer.half)

    async def exchange(self, survey: SurveyKey, answers: Iterable[Answer]) -> tuple[Question, ...]:
        """Take answers, and wait for whatever there is to ask next; after a while, for nothing."""
        line = self._lines.setdefault(survey, _Line())
        self._settle(line, answers)
        line.listeners += 1
        try:
            async with asyncio.timeout(self._patience):
                while not line.waiting:
                    line.news.clear()
                    await line.news.wait()
        except TimeoutError:
            pass
        finally:
            line.listeners -= 1
            line.seen = time.monotonic()
        return tuple(question for question, _ in line.waiting.values())[:MOST]

    def is_connected(self, survey: SurveyKey) -> bool:
        """Whether a machine waits for questions, or did a moment ago."""
        line = self._lines.get(survey)
        if line is None:
            return False
        return line.listeners > 0 or time.monotonic() - line.seen < self._deadline

    def forget(self, survey: SurveyKey) -> None:
        """Drop the line of a survey that gives no more stamps, unless somebody waits on it."""
        line = self._lines.get(survey)
        if line is not None and not line.waiting and not line.listeners:
            del self._lines[survey]

    @staticmethod
    def _settle(line: _Line, answers: Iterable[Answer]) -> None:
        for answer in answers:
            found = line.waiting.pop(answer.mark, None)
            if found is not None and not found[1].done():
                found[1].set_result(answer)

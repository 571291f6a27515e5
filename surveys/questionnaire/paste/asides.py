"""What is typed behind an option and is no part of it: where to go on (跳至第5题), a blank.

Paper says who skips ahead; a form says who is asked. So every question that is passed over gets the
condition that this option was not chosen.
"""

import re
from collections.abc import Sequence
from typing import Final

import msgspec

from surveys.questionnaire.conditions import All, Chosen, Condition, Not
from surveys.questionnaire.paste.hints import read_hints
from surveys.questionnaire.paste.kinds import is_choice, kind_of
from surveys.questionnaire.paste.labels import read_keyed
from surveys.questionnaire.paste.lines import Kind, Line
from surveys.questionnaire.paste.numbering import CHINESE, value
from surveys.questionnaire.paste.outline import Sketch, option_lines
from surveys.questionnaire.paste.unread import Unread, unread
from surveys.questionnaire.questions import Question
from surveys.values import Value

END: Final = 0
"""The number of no question: the form is over."""
_OPEN: Final = r"\s*[(（\[【]?\s*"
_CLOSE: Final = r"\s*[。.；;]?\s*[)）\]】]?\s*"
_JUMP: Final = re.compile(
    rf"{_OPEN}(?:→|—+>|-+>)?\s*请?(?:直接)?(?:[跳转](?:过|转|问|答|至|到|入|往|接)*|直接回?答|→)\s*第?\s*"
    rf"[QqＱ]?\s*(\d{{1,3}}|[{CHINESE}]{{1,4}})\s*[题问]?(?:继续)?(?:作答|回答|答题|填写)?{_CLOSE}$"
)
_OVER: Final = re.compile(
    rf"{_OPEN}请?(?:[跳转](?:至|到)?(?:末尾|最后|结尾|问卷末尾)|(?:结束|终止|停止)(?:作答|答题|问卷|调查|访问|填写))"
    rf"{_CLOSE}$"
)
_MENTION: Final = re.compile(rf"第\s*(?:\d+|[{CHINESE}]+)\s*题|[QqＱ]\s*\d")
_BLANK: Final = re.compile(r"\s*[:：]?\s*[_＿]{2,}[*＊]?")


class Jump(Value, frozen=True):
    """Whoever chooses this option of this question goes on with another; counted from nought."""

    source: int
    option: int
    at: int
    number: int
    word: str


class Aside(Value, frozen=True):
    """An option without what was typed behind it."""

    text: str
    number: int | None = None
    blank: bool = False
    unclear: bool = False


def read_aside(part: str) -> Aside:
    """Take apart one shielded option.

    >>> read_aside("没去过（请跳至第5题）")
    Aside(text='没去过', number=5, blank=False, unclear=False)
    >>> read_aside("其他：____").blank, read_aside("否（答Q3，不用答Q2）").unclear
    (True, True)
    """
    number = None
    if found := _JUMP.search(part):
        number = value(found[1])
    elif found := _OVER.search(part):
        number = END
    jumps = found is not None and found.start() > 0
    keyed = read_keyed(part[: found.start()] if found and jumps else part)
    kept = _BLANK.sub("", keyed.text).strip() or keyed.text
    return Aside(
        text=f"{kept}{{#{keyed.key}}}" if keyed.key else kept,
        number=number if jumps else None,
        blank=kept != keyed.text,
        unclear=bool(_MENTION.search(kept)),
    )


def take_asides(
    sketches: Sequence[Sketch],
) -> tuple[list[Sketch], tuple[Jump, ...], tuple[Unread, ...]]:
    """Every sketch with plain options, and what stood behind them."""
    taker = _Taker()
    return (
        [taker.sketch(sketch, at) for at, sketch in enumerate(sketches)],
        tuple(taker.jumps),
        tuple(taker.unread),
    )


class _Taker:
    """Gathers what it takes off the options."""

    def __init__(self) -> None:
        self.jumps: list[Jump] = []
        self.unread: list[Unread] = []
        self.option = 0

    def sketch(self, sketch: Sketch, source: int) -> Sketch:
        self.option = 0
        if not is_choice(kind_of(read_hints(sketch.titled.hints), sketch.body)):
            return sketch
        offered = {id(line) for line in option_lines(sketch.body)}
        body = tuple(
            self.line(line, source) if id(line) in offered else line for line in sketch.body
        )
        return msgspec.structs.replace(sketch, body=body)

    def line(self, line: Line, source: int) -> Line:
        if not line.parts or line.kind is not Kind.OPTIONS:
            return msgspec.structs.replace(line, text=self.part(line.text, line.at, source))
        parts = tuple(self.part(part, line.at, source) for part in line.parts)
        return msgspec.structs.replace(line, parts=parts)

    def part(self, part: str, at: int, source: int) -> str:
        aside = read_aside(part)
        if aside.number is not None:
            jump = Jump(source=source, option=self.option, at=at, number=aside.number, word=part)
            self.jumps.append(jump)
        if aside.unclear:
            self.unread.append(unread("jump", at, word=part))
        if aside.blank:
            self.unread.append(unread("blank", at, word=aside.text))
        self.option += 1
        return aside.text


def passed_over(
    jumps: Sequence[Jump], sketches: Sequence[Sketch], questions: Sequence[Question]
) -> tuple[dict[int, tuple[Condition, ...]], tuple[Unread, ...]]:
    """What must hold besides for each question to be asked; and jumps that lead nowhere."""
    chosen: dict[int, dict[int, list[str]]] = {}
    lost: list[Unread] = []
    for jump in jumps:
        aim = _aim(jump, sketches)
        options = getattr(questions[jump.source], "options", ())
        if aim is None or jump.option >= len(options):
            lost.append(unread("jump", jump.at, word=jump.word))
            continue
        for at in range(jump.source + 1, aim):
            keys = chosen.setdefault(at, {}).setdefault(jump.source, [])
            keys.append(options[jump.option].key)
    return {at: tuple(_unless(questions, by)) for at, by in chosen.items()}, tuple(lost)


def _aim(jump: Jump, sketches: Sequence[Sketch]) -> int | None:
    if jump.number == END:
        return len(sketches)
    later = range(jump.source + 1, len(sketches))
    return next((at for at in later if sketches[at].number == jump.number), None)


def _unless(questions: Sequence[Question], by: dict[int, list[str]]) -> list[Condition]:
    return [
        Not(of=Chosen(question=questions[source].key, options=tuple(keys)))
        for source, keys in by.items()
    ]


def both(condition: Condition | None, more: tuple[Condition, ...]) -> Condition | None:
    """The condition that was written and those that follow from jumps."""
    parts = (*(() if condition is None else (condition,)), *more)
    return All(of=parts) if len(parts) > 1 else next(iter(parts), None)

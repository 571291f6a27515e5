"""Lines become sections of sketched questions; what belongs to none of them is unread.

一、 is a question, unless it carries nothing itself and a deeper number follows at once: then it is
the heading of a section. Under a matrix, deeper numbers are rows.
"""

import re
from collections.abc import Sequence
from typing import Final

import msgspec

from surveys.questionnaire.paste.hints import read_hints
from surveys.questionnaire.paste.labels import read_keyed, split_list
from surveys.questionnaire.paste.lines import Kind, Line, split_slashed
from surveys.questionnaire.paste.shielding import unshield
from surveys.questionnaire.paste.titles import Titled, read_title
from surveys.questionnaire.paste.unread import Unread, unread
from surveys.values import Value

_LARGEST_VERSION: Final = 6  # digits


class Sketch(Value, frozen=True):
    """One question: its first line, what stood under it, the departments it may take over."""

    at: int
    titled: Titled
    number: int = 0
    level: int = 0
    body: tuple[Line, ...] = ()
    subjects: tuple[str, ...] = ()


class Part(Value, frozen=True):
    """One section; `implied` where nobody wrote a heading."""

    title: str = ""
    key: str = ""
    lead: tuple[str, ...] = ()
    sketches: tuple[Sketch, ...] = ()
    level: int = 0
    implied: bool = True


class Outline(Value, frozen=True):
    """A text by its headings and numbers."""

    title: str
    version: int
    parts: tuple[Part, ...]
    unread: tuple[Unread, ...]


def option_lines(body: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines that hold the options of a choice: marked ones, else points, else all."""
    for kind in (Kind.OPTIONS, Kind.ROW, Kind.PLAIN):
        if found := tuple(line for line in body if line.kind is kind):
            return found
    return ()


def outline(lines: Sequence[Line]) -> Outline:
    """Sort every line to where it belongs."""
    sorter = _Sorter()
    for line, after in zip(lines, [*lines[1:], None], strict=False):
        sorter.sort(line, after)
    sorter.close()
    parts = tuple(part for part in sorter.parts if part.sketches or not part.implied or part.lead)
    if any(sketch.titled.starred for part in parts for sketch in part.sketches):
        parts = tuple(_starred(part) for part in parts)
    return Outline(
        title=sorter.title, version=sorter.version, parts=parts, unread=tuple(sorter.unread)
    )


def _starred(part: Part) -> Part:
    """Where stars mark what must be answered, the rest need not be."""
    return msgspec.structs.replace(part, sketches=tuple(map(_told, part.sketches)))


def _told(sketch: Sketch) -> Sketch:
    titled = sketch.titled
    if read_hints(titled.hints).required is None:
        word = "必填" if titled.starred else "选填"
        titled = msgspec.structs.replace(titled, hints=(*titled.hints, word))
    return msgspec.structs.replace(sketch, titled=titled)


class _Sorter:
    """Goes through the lines once; the last part and its last sketch are still open."""

    def __init__(self) -> None:
        self.title, self.version = "", 1
        self.parts: list[Part] = [Part()]
        self.sketch: Sketch | None = None
        self.body: list[Line] = []
        self.lead: list[str] = []
        self.subjects: tuple[str, ...] = ()
        self.unread: list[Unread] = []

    def sort(self, line: Line, after: Line | None) -> None:
        match line.kind:
            case Kind.TITLE if not self.title:
                self.title = unshield(line.text)
            case Kind.TITLE:
                self.refuse("second_title", line)
            case Kind.SECTION:
                self.begin(line.text)
            case Kind.VERSION:
                self.number(line)
            case Kind.QUESTION:
                self.ask(line, after)
            case Kind.SUBJECTS if self.sketch is None or not _is_matrix(self.sketch):
                self.subjects = split_list(line.text)
            case _ if self.sketch is not None:
                self.body.append(line)
            case _:
                self.say(line)

    def refuse(self, code: str, line: Line) -> None:
        self.unread.append(unread(code, line.at, word=line.text))

    def begin(self, text: str, level: int = 0) -> None:
        self.close()
        keyed = read_keyed(text)
        title = unshield(keyed.text)
        part = Part(title=title, key=keyed.key, level=level, implied=False)
        above = self.parts[-1]
        if 0 < above.level < level and not above.sketches and not above.lead and not part.key:
            part = msgspec.structs.replace(part, title=f"{above.title} {title}", key=above.key)
            self.parts.pop()
        elif above.implied and not above.sketches:  # words to the voter, then the first heading
            part = msgspec.structs.replace(part, lead=above.lead)
            self.parts.pop()
        self.parts.append(part)

    def number(self, line: Line) -> None:
        if line.text.isdecimal() and len(line.text) <= _LARGEST_VERSION and int(line.text):
            self.version = int(line.text)
        else:
            self.refuse("version", line)

    def ask(self, line: Line, after: Line | None) -> None:
        titled = read_title(line.text)
        bare = not titled.hints and not titled.condition
        above = self.sketch
        if above is not None and bare and _is_matrix(above) and line.level > above.level:
            self.body.append(msgspec.structs.replace(line, kind=Kind.ROW))
        elif bare and after is not None and _is_heading(line, after):
            self.begin(line.text, line.level)
        elif not titled.title:
            self.refuse("no_words", line)
        else:
            self.question(line, titled)

    def question(self, line: Line, titled: Titled) -> None:
        self.close()
        if self.parts[-1].level >= line.level:
            self.parts.append(Part())
        self.sketch = Sketch(
            at=line.at,
            titled=titled,
            number=line.number,
            level=line.level,
            subjects=self.subjects,
        )

    def close(self) -> None:
        """The open question is whole, or the words to the voter."""
        if self.lead:
            lead = (*self.parts[-1].lead, *self.lead)
            self.parts[-1] = msgspec.structs.replace(self.parts[-1], lead=lead)
        if self.sketch is not None:
            body = self.body if _is_matrix(self.sketch) else _whole(self.body)
            sketch = msgspec.structs.replace(self.sketch, body=tuple(body))
            sketches = (*self.parts[-1].sketches, sketch)
            self.parts[-1] = msgspec.structs.replace(self.parts[-1], sketches=sketches)
        self.sketch, self.body, self.lead = None, [], []

    def say(self, line: Line) -> None:
        """Above the first question: a plain line is the title, then words to the voter."""
        match line.kind:
            case Kind.PLAIN if not self.title and self.parts == [Part()] and not self.lead:
                self.title = unshield(line.text)
            case Kind.PLAIN | Kind.NOTE:
                self.lead.append(unshield(line.text))
            case Kind.OPTIONS | Kind.ROW:
                self.refuse("astray", line)
            case _:
                self.refuse("unclear", line)


def _whole(body: list[Line]) -> list[Line]:
    """Lines with a slash in them are options as they stand where several lines are options.

    机关/事业单位, 企业/个体, 农民: three, not five. Spaces around the slash make a list of it.
    """
    tight = [line for line in body if line.kind is Kind.OPTIONS and _is_tight(line)]
    others = [line for line in body if line.kind is Kind.PLAIN]
    offered = [line for line in body if line.kind is Kind.OPTIONS]
    if len(tight) < len(offered) or len(tight) + len(others) < (2 if len(tight) > 1 else 3):
        return body
    return [
        msgspec.structs.replace(line, kind=Kind.PLAIN, parts=())
        if line.kind is Kind.OPTIONS
        else line
        for line in body
    ]


def _is_tight(line: Line) -> bool:
    slashed = split_slashed(line.text) == line.parts
    return slashed and not re.search(r"\s[/／]|[/／]\s", line.text)


def _is_heading(line: Line, after: Line) -> bool:
    return after.kind is Kind.QUESTION and after.level > line.level


def _is_matrix(sketch: Sketch) -> bool:
    return "matrix" in read_hints(sketch.titled.hints).kinds

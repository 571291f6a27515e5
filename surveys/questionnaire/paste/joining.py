"""Lines that belong together are brought together, as web pages and Word break them up.

A number and its title on two lines, a star or a kind on a line of its own, a table of boxes.
"""

import re
from collections.abc import Sequence
from typing import Final

import msgspec

from surveys.questionnaire.paste.grids import Grid, read_grid
from surveys.questionnaire.paste.hints import is_hint, read_hints, split_words
from surveys.questionnaire.paste.lines import Kind, Line, read_line, split_inline
from surveys.questionnaire.paste.shielding import escape, shield
from surveys.questionnaire.paste.titles import read_title
from surveys.questionnaire.texts import clean

_STARS: Final = frozenset("*＊")
_RULED: Final = re.compile(r"[_＿﹏—…\-\s]{3,}")
"""A line to write upon; it says nothing."""
_ASIDE: Final = re.compile(r"(?:[(（\[［【]([^()（）\[\]［］【】]{1,40})[)）\]］】]\s*)+")


def read_lines(text: str) -> tuple[Line, ...]:
    r"""Every line that is not empty, counted as an editor counts them.

    >>> [line.kind.value for line in read_lines("# 问卷\n\n一、性别\n男/女")]
    ['title', 'question', 'options']
    """
    written = text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", "").split("\n")
    joiner = _Joiner()
    at = 0
    while at < len(written):
        grid = read_grid(written, at) if joiner.asked is not None else None
        if grid:
            joiner.table(grid, at + 1)
        else:
            joiner.take(shield(clean(written[at], lines=False)).strip(), at + 1)
        at += grid.lines if grid else 1
    joiner.close()
    return tuple(part for line in joiner.lines for part in split_inline(line))


class _Joiner:
    """Goes through the lines once; `asked` is where the open question stands among them."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.asked: int | None = None
        self.star: Line | None = None
        self.subjects = False

    def take(self, text: str, at: int) -> None:
        """One more line, shielded."""
        if not text or _RULED.fullmatch(text):
            return
        line = read_line(text, at)
        if text in _STARS:
            self.close()
            self.star = line
        elif line.kind is Kind.PLAIN and self.completes(line):
            self.append(line.text)
        else:
            self.put(line)

    def completes(self, line: Line) -> bool:
        """Whether a line is the title of the number above it, or the kind of that question."""
        if self.asked is None or self.asked != len(self.lines) - 1 or self.star:
            return False
        bare = not self.lines[-1].text.strip("*＊ ")
        return bare or only_hints(line.text)

    def append(self, words: str) -> None:
        """Words that belong to the open question."""
        assert self.asked is not None
        line = self.lines[self.asked]
        self.lines[self.asked] = msgspec.structs.replace(line, text=f"{line.text}{words}")

    def put(self, line: Line) -> None:
        """A line by itself; a star goes with the question below it."""
        self.subjects = self.subjects or line.kind is Kind.SUBJECTS
        if line.kind is Kind.QUESTION:
            if self.star:
                line, self.star = msgspec.structs.replace(line, text=f"*{line.text}"), None
            self.asked = len(self.lines)
        elif line.kind is Kind.SECTION:
            self.asked = None
        self.close()
        self.lines.append(line)

    def close(self) -> None:
        """A star that belongs to nothing is a line nobody understands."""
        if self.star:
            self.lines.append(self.star)
        self.star = None

    def table(self, grid: Grid, at: int) -> None:
        """A table makes its question a matrix; the side nobody wrote is called like it."""
        assert self.asked is not None
        self.close()
        titled = read_title(self.lines[self.asked].text)
        if "matrix" not in read_hints(titled.hints).kinds:
            self.append("（矩阵）")
        itself = (shield(escape(titled.title)),)
        subjects = grid.rows if grid.somebody else () if self.subjects else itself
        if subjects:
            self.lines.append(Line(at=at, kind=Kind.SUBJECTS, text="、".join(subjects)))
        self.lines.append(Line(at=at, kind=Kind.GRADES, text="", parts=grid.grades))
        rows: Sequence[str] = itself if grid.somebody else grid.rows
        for number, row in enumerate(rows, start=1):
            self.lines.append(Line(at=at + number, kind=Kind.ROW, text=row))


def only_hints(text: str) -> bool:
    """Whether a line is nothing but brackets with hints in them.

    >>> only_hints("【多选题】"), only_hints("（乡村）")
    (True, False)
    """
    if not _ASIDE.fullmatch(text):
        return False
    groups = [found[1] for found in re.finditer(_ASIDE.pattern.removesuffix("+"), text)]
    return all(is_hint(word) for group in groups for word in split_words(group))

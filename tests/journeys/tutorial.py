"""A tutorial becomes what its reader does: one step for each thing its words tell them to do."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

_DEEDS: Final = {
    "go": r"打开 `(?P<place>[^`]+)`",
    "type": r"\*\*(?P<field>[^*]+)\*\* 填(?: `(?P<value>[^`]+)`|〔(?P<told>[^〕]+)〕"
    r"|下面几行[^`]*```\n(?P<lines>.*?)```)",
    "bring": r"\*\*(?P<upload>[^*]+)\*\* 选文件 `(?P<file>[^`]+)`",
    "choose": r"\*\*(?P<list>[^*]+)\*\* 选 `(?P<choice>[^`]+)`",
    "tick": r"\*\*(?P<box>[^*]+)\*\* 打勾",
    "press": r"按 \*\*(?P<button>[^*]+)\*\*",
    "see": r"看到“(?P<words>[^”]+)”",
    "note": r"抄下〔(?P<noted>[^〕]+)〕",
    "sit": r"换(?P<who>[^，。]{2,4})的浏览器",
    "save": r"存成 `(?P<name>[^`]+)`[^`]*```\n(?P<content>.*?)```",
    "vote": r"每张票卡投一票",
}
_STEP: Final = re.compile(
    "|".join(f"(?P<{name}>{shape})" for name, shape in _DEEDS.items()), re.DOTALL
)


class Step(NamedTuple):
    """One deed, and what it is done with, in the order of its words."""

    deed: str
    words: tuple[str, ...]


def read_steps(page: Path) -> tuple[Step, ...]:
    """Every step; something bold or bracketed that would be passed over is an error."""
    text = page.read_text("utf-8")
    steps = tuple(_steps(text))
    rest = _STEP.sub("", text.replace("**模拟测评**：", "", 1))
    left = re.findall(r"\*\*[^*\n]+\*\*|〔[^〕\n]+〕", rest)
    assert left == [], left
    return steps


def _steps(text: str) -> Iterator[Step]:
    for found in _STEP.finditer(text):
        deed = next(name for name in _DEEDS if found[name] is not None)
        words = [word for name, word in found.groupdict().items() if name not in _DEEDS and word]
        yield Step(deed, tuple(map(_flush, words)))


def _flush(words: str) -> str:
    """Without the margin of a block that stands within a list."""
    return "\n".join(line.strip() for line in words.splitlines())

"""Members of a JSON object, each read as what it should be; anything else is objected to."""

import re
from collections.abc import Iterator
from typing import Any, Final, cast

from service.interchange.objections import Desk, Path
from service.interchange.plain import label, plain, title_and_rest
from surveys.questionnaire.questions import Option, Question
from surveys.values import Value

_CHINESE: Final = ("zh-cn", "zh-hans", "zh", "zh-tw", "zh-hant")
_PIPED: Final = re.compile(r"\{\s*[A-Za-z_#$!\u4e00-\u9fff][^{}\n]{0,60}\}")
Members = dict[str, Any]
Base = dict[str, Any]
"""What every question has."""
Made = tuple[Question, dict[str, Option]]
"""A question and its options by foreign code."""


class Here(Value, frozen=True):
    """One object of the file: where it stands and what it holds."""

    desk: Desk
    path: str
    members: Members

    @property
    def at(self) -> Path:
        """The place for an objection."""
        return Path(self.path)

    def deny(self, code: str, **data: str | int) -> None:
        """Say no to something of this object."""
        self.desk.deny(code, self.at, **data)

    def text(self, name: str) -> str:
        """A text, the Chinese one where there are several languages."""
        return self.say(self.members.get(name), name)

    def say(self, value: object, name: str) -> str:
        """A text that stands anywhere in this object."""
        match value:
            case None:
                return ""
            case str():
                words = value
            case bool() | int() | float():
                words = spell(value)
            case dict():
                words = self._translated(cast("dict[str, object]", value), name)
            case _:
                self.deny("shape", word=name, kind="text")
                return ""
        if found := _PIPED.search(words):
            self.deny("piping", word=found[0])
        return words

    def _translated(self, texts: dict[str, object], name: str) -> str:
        known = {language.lower(): text for language, text in texts.items()}
        language = next((each for each in (*_CHINESE, "default", *known) if known.get(each)), "")
        text = known.get(language, "")
        if not isinstance(text, str):
            self.deny("shape", word=name, kind="text")
            return ""
        if len(known) > 1:
            self.desk.remark("language", Path("$"), word=language)
        return text

    def title(self) -> tuple[str, str]:
        """The title and the lines below it; the name where nobody wrote one."""
        words = self.text("title") or self.text("name")
        return title_and_rest(self.desk, words, self.at)

    def plain(self, name: str) -> str:
        """A text of several lines without markup."""
        return plain(self.desk, self.text(name), self.at)

    def label(self, words: str) -> str:
        """One line of a label."""
        return label(self.desk, words, self.at)

    def flag(self, name: str, *, unless: bool = False) -> bool:
        """A truth value."""
        value = self.members.get(name, unless)
        if not isinstance(value, bool):
            self.deny("shape", word=name, kind="truth")
            return unless
        return value

    def whole(self, name: str) -> int | None:
        """A whole number, if there is one."""
        value = self.members.get(name)
        if value is None or value == "":
            return None
        spelled = spell(value) if isinstance(value, int | float | str) else ""
        if isinstance(value, bool) or not re.fullmatch(r"-?[0-9]{1,12}", spelled):
            self.deny("shape", word=name, kind="whole")
            return None
        return int(spelled)

    def listed(self, name: str) -> list[Any]:
        """A list; empty where there is none."""
        value = self.members.get(name, [])
        if not isinstance(value, list):
            self.deny("shape", word=name, kind="list")
            return []
        return cast("list[Any]", value)

    def below(self, name: str) -> Iterator["Here"]:
        """The objects of a list."""
        for at, member in enumerate(self.listed(name)):
            path = f"{self.path}.{name}[{at}]"
            if isinstance(member, dict):
                yield Here(self.desk, path, cast("Members", member))
            else:
                self.desk.deny("shape", Path(path), word=name, kind="object")


def spell(value: object) -> str:
    """A value of JSON as a code: whole numbers without a point.

    >>> spell(3.0), spell(True), spell("a")
    ('3', 'true', 'a')
    """
    match value:
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case int() if abs(value) >= 10**15:
            return "1e15"
        case _:
            return str(value)


def ours_of(here: Here) -> dict[str, str]:
    """What this program wrote for itself."""
    ours = here.members.get("minping")
    if not isinstance(ours, dict):
        return {}
    return {name: str(value) for name, value in cast("Members", ours).items()}


def rules_of(here: Here, known: set[str]) -> Iterator[Here]:
    """The validators that are read; others are objected to."""
    for rule in here.below("validators"):
        kind = rule.text("type").removesuffix("validator")
        if kind in known and not rule.members.get("visibleIf"):
            yield rule
        else:
            rule.deny("constraint", word=kind)

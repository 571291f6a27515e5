"""What could not be read (看不懂的地方): where, and a code that has a Chinese sentence."""

from typing import Final

from surveys.questionnaire.paste.shielding import unshield
from surveys.values import Value

CODES: Final = frozenset(
    {
        "unclear",
        "astray",
        "no_words",
        "hint",
        "hint_unfit",
        "two_kinds",
        "score",
        "no_options",
        "no_rows",
        "second_title",
        "version",
        "condition",
        "condition_question",
        "condition_ambiguous",
        "condition_option",
        "jump",
        "blank",
    }
)


class Unread(Value, frozen=True):
    """One thing not taken over. `at` is a line number; whoever brings no lines counts otherwise."""

    at: int
    code: str
    data: dict[str, str | int] = {}


def unread(code: str, at: int, **data: str | int) -> Unread:
    """Something of the table above; an unknown code is a programming error."""
    if code not in CODES:
        raise KeyError(code)
    plain = {name: unshield(each) if isinstance(each, str) else each for name, each in data.items()}
    return Unread(at=at, code=code, data=plain)


class Piece(Value, frozen=True):
    """A bit of text, still shielded, and where it stood."""

    at: int
    text: str

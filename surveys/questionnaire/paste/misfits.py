"""What stands in or under a question and does not belong to its kind is told, never lost."""

from collections.abc import Iterator
from typing import Final

from surveys.questionnaire.paste.hints import Hints, read_hints
from surveys.questionnaire.paste.kinds import FIT, is_choice, is_clear, points_of
from surveys.questionnaire.paste.lines import Kind
from surveys.questionnaire.paste.outline import Sketch, option_lines
from surveys.questionnaire.paste.unread import Unread, unread

_FIELDS: Final = frozenset(field for fields in FIT.values() for field in fields)


def misfits(sketch: Sketch, hints: Hints, kind: str) -> Iterator[Unread]:
    """Hints nobody knows or this kind has no use for, and lines it has no place for."""
    yield from _unread_hints(sketch, hints, kind)
    yield from _unread_lines(sketch, kind)


def _unread_hints(sketch: Sketch, hints: Hints, kind: str) -> Iterator[Unread]:
    if not is_clear(hints):
        yield unread("two_kinds", sketch.at, word="、".join(sketch.titled.hints))
    if kind != "matrix":
        for word in hints.unknown:
            yield unread("hint", sketch.at, word=word)
    for word in sketch.titled.hints:
        if not _fits(word, kind, sketch.titled.hints):
            yield unread("hint_unfit", sketch.at, word=word)


def _fits(word: str, kind: str, words: tuple[str, ...]) -> bool:
    """Whether a word says something to this kind; ends of a scale need the scale beside them."""
    told = read_hints((*words, word))
    without = read_hints(tuple(other for other in words if other != word))
    said = {field for field in _FIELDS if getattr(told, field) != getattr(without, field)}
    return said <= FIT[kind] and _whole_enough(kind, told)


def _whole_enough(kind: str, hints: Hints) -> bool:
    if kind not in {"scale", "matrix"}:
        return True
    ends = [end for end in (hints.low, hints.high) if end is not None]
    return all(end.denominator == 1 for end in ends) and len(ends) != 1


def _unread_lines(sketch: Sketch, kind: str) -> Iterator[Unread]:
    choice = is_choice(kind)
    offered = option_lines(sketch.body)
    pointed = kind == "scale" and points_of(sketch.body) is not None
    for line in sketch.body:
        match line.kind:
            case Kind.PLAIN | Kind.ROW if choice and line.kind is not offered[0].kind:
                yield unread("unclear", line.at, word=line.text)
            case Kind.OPTIONS if pointed:
                pass
            case Kind.PLAIN | Kind.ROW | Kind.OPTIONS if not choice and kind != "matrix":
                yield unread("no_options", line.at, word=line.text)
            case Kind.GRADES | Kind.SUBJECTS if kind != "matrix":
                yield unread("no_rows", line.at, word=line.text)
            case _:
                pass

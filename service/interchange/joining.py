"""Conditions become one: all of them, any of them, not this; in the one way they are written."""

from collections.abc import Iterable

from surveys.questionnaire.conditions import All, AnyOf, Chosen, Condition, Not


def every(parts: Iterable[Condition]) -> Condition:
    """All of them, without a needless nest."""
    flat: list[Condition] = []
    for part in parts:
        flat.extend(part.of if isinstance(part, All) else (part,))
    return flat[0] if len(flat) == 1 else All(of=tuple(flat))


def some(parts: Iterable[Condition]) -> Condition:
    """Any of them; options of one question come together."""
    flat: list[Condition] = []
    for part in parts:
        for each in part.of if isinstance(part, AnyOf) else (part,):
            _join(flat, each)
    return flat[0] if len(flat) == 1 else AnyOf(of=tuple(flat))


def _join(flat: list[Condition], part: Condition) -> None:
    for at, other in enumerate(flat):
        match part, other:
            case Chosen(question=one), Chosen(question=two) if one == two:
                there = frozenset(other.options)
                more = tuple(key for key in part.options if key not in there)
                flat[at] = Chosen(question=one, options=other.options + more)
                return
            case _:
                pass
    flat.append(part)


def inverse(part: Condition) -> Condition:
    """Not this; twice not is the thing itself."""
    return part.of if isinstance(part, Not) else Not(of=part)


def normal(condition: Condition) -> Condition:
    """The same condition in the one way in which it comes back from any format."""
    match condition:
        case All(of=parts):
            return every(normal(part) for part in parts)
        case AnyOf(of=parts):
            return some(normal(part) for part in parts)
        case Not(of=part):
            return inverse(normal(part))
        case _:
            return condition

"""`choices`, `columns`, `rows` become options with the codes they go by."""

from typing import Final, cast

from reports.wording.interchange import NONE, OTHER
from service.interchange.naming import assign_keys
from service.interchange.surveyjs.fields import Here, Members, spell
from surveys.questionnaire.questions import Option

_KNOWN: Final = frozenset({"value", "text", "isExclusive"})
_EMPTY: Final[tuple[object, ...]] = (None, "", False, [], {})
Items = list[tuple[str, str]]


def read_items(here: Here, name: str) -> Items:
    """Codes and words in their order."""
    return [_item(here, f"{name}[{at}]", item) for at, item in enumerate(here.listed(name))]


def _item(here: Here, place: str, item: object) -> tuple[str, str]:
    match item:
        case str():
            code, bar, words = item.partition("|")
            return code, here.label(here.say(words if bar else item, place))
        case bool() | int() | float():
            return spell(item), spell(item)
        case dict():
            return _object(here, place, cast("Members", item))
        case _:
            here.deny("shape", word=place, kind="item")
            return "", "?"


def _object(here: Here, place: str, item: Members) -> tuple[str, str]:
    below = Here(here.desk, f"{here.path}.{place}", item)
    value = item.get("value")
    if not isinstance(value, str | int | float):
        below.deny("shape", word="value", kind="value")
        return "", "?"
    for name in item.keys() - _KNOWN:
        if item[name] not in _EMPTY:
            below.deny("media" if "mage" in name else "property", word=name)
    if item.get("isExclusive"):
        below.deny("exclusive", word=spell(value))
    return spell(value), below.label(below.text("text") or spell(value))


def read_choices(here: Here, *, several: bool) -> dict[str, Option]:
    """The options of a choice by code, with 其他 and 以上都没有 where they are switched on."""
    items = [*read_items(here, "choices"), *_counted(here)]
    if here.flag("showNoneItem") or here.flag("hasNone"):
        words = here.text("noneText") or NONE
        if several:
            here.deny("exclusive", word=words)
        items.append(("none", here.label(words)))
    if has_other(here):
        items.append(("other", here.label(here.text("otherText") or OTHER)))
    return as_options(here, items)


_MOST_COUNTED: Final = 500


def _counted(here: Here) -> Items:
    """Numbers as choices, from the least (0 where it is not told) to the greatest."""
    low, high, step = (here.whole(f"choices{name}") or 0 for name in ("Min", "Max", "Step"))
    if not low and not high:
        return []
    found = range(low, high + 1, max(step, 1))[: _MOST_COUNTED + 1]
    return [(str(number), str(number)) for number in found]


def has_other(here: Here) -> bool:
    """Whether 其他 with a line to fill in is offered."""
    return here.flag("showOtherItem") or here.flag("hasOther")


def as_options(here: Here, items: Items, letter: str = "o") -> dict[str, Option]:
    """Options by their codes; each code stands once."""
    found: dict[str, Option] = {}
    keys = assign_keys([code for code, _ in items], letter)
    for (code, words), key in zip(items, keys, strict=True):
        if code in found:
            here.deny("option_twice", word=code)
        found[code] = Option(key=key, label=words)
    if not items:
        here.deny("no_options")
    return found

"""Every small change to a file of JSON: each value, key, element, and the way it is written."""

import json
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple


class Mutation(NamedTuple):
    """What was changed, and the file's bytes afterwards."""

    name: str
    data: bytes


def write(value: object) -> bytes:
    """Canonical bytes, by the standard library alone."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def of_value(data: bytes) -> Iterator[Mutation]:
    """Every single change inside one JSON value, written canonically."""
    for place, changed in changes(json.loads(data)):
        yield Mutation(place, write(changed))


def of_writing(data: bytes) -> Iterator[Mutation]:
    """The same value, written another way."""
    value = json.loads(data)
    ways: dict[str, Callable[[], bytes]] = {
        "indented": lambda: json.dumps(value, sort_keys=True, indent=1).encode(),
        "spaced": lambda: json.dumps(value, sort_keys=True, ensure_ascii=False).encode(),
        "escaped": lambda: json.dumps(value, sort_keys=True, separators=(",", ":")).encode(),
        "unsorted": lambda: _backwards(value),
        "trailing space": lambda: data + b" ",
        "trailing newline": lambda: data + b"\n",
        "byte order mark": lambda: b"\xef\xbb\xbf" + data,
        "utf-16": lambda: data.decode().encode("utf-16"),
        "key twice": lambda: data[:-1] + b"," + write(value)[1:],
        "cut short": lambda: data[:-1],
        "empty": lambda: b"",
    }
    for name, way in ways.items():
        changed = way()
        if changed != data:
            yield Mutation(name, changed)


def _backwards(value: dict[str, Any]) -> bytes:
    turned = dict(sorted(value.items(), reverse=True))
    return json.dumps(turned, separators=(",", ":"), ensure_ascii=False).encode()


def of_lines(data: bytes) -> Iterator[Mutation]:
    """Every change to every line, and lines dropped, doubled, swapped or written otherwise."""
    lines = data.splitlines(keepends=True)
    for at, line in enumerate(lines):
        inner = [*of_value(line[:-1]), *of_writing(line[:-1])]
        for name, body in inner:
            yield Mutation(f"line {at + 1} {name}", _with(lines, at, body + b"\n"))
        yield Mutation(f"line {at + 1} dropped", _with(lines, at, b""))
        yield Mutation(f"line {at + 1} doubled", _with(lines, at, line * 2))
        yield Mutation(f"line {at + 1} after an empty one", _with(lines, at, b"\n" + line))
        yield Mutation(f"line {at + 1} ends as in Windows", _with(lines, at, line[:-1] + b"\r\n"))
    for at in range(len(lines) - 1):
        swapped = [*lines[:at], lines[at + 1], lines[at], *lines[at + 2 :]]
        yield Mutation(f"lines {at + 1} and {at + 2} swapped", b"".join(swapped))
    yield Mutation("no newline at the end", data[:-1])
    yield Mutation("nothing left", b"")


def _with(lines: list[bytes], at: int, line: bytes) -> bytes:
    return b"".join([*lines[:at], line, *lines[at + 1 :]])


def changes(value: Any, place: str = "$") -> Iterator[tuple[str, Any]]:
    """Every way to change a value in one place."""
    match value:
        case dict():
            yield from _in_object(value, place)
        case list():
            yield from _in_list(value, place)
        case bool() | None:
            yield f"{place} otherwise", not value
            yield f"{place} as number", int(bool(value))
        case int():
            yield f"{place} + 1", value + 1
            yield f"{place} - 1", value - 1
            yield f"{place} as float", float(value)
            yield f"{place} as text", str(value)
            yield f"{place} gone", None
        case str():
            yield f"{place} longer", value + "0"
            yield f"{place} other letter", ("b" if value[:1] == "a" else "a") + value[1:]
            yield f"{place} gone", None
        case _:
            raise TypeError(value)


def _in_object(value: dict[str, Any], place: str) -> Iterator[tuple[str, Any]]:
    for key, part in value.items():
        yield from (
            (inner, value | {key: changed}) for inner, changed in changes(part, f"{place}.{key}")
        )
        yield f"{place}.{key} dropped", {k: v for k, v in value.items() if k != key}
    yield f"{place} with a field more", value | {"zzz": 1}


def _in_list(value: list[Any], place: str) -> Iterator[tuple[str, Any]]:
    for at, part in enumerate(value):
        yield from (
            (inner, [*value[:at], changed, *value[at + 1 :]])
            for inner, changed in changes(part, f"{place}[{at}]")
        )
        yield f"{place}[{at}] dropped", [*value[:at], *value[at + 1 :]]
        yield f"{place}[{at}] doubled", [*value[: at + 1], *value[at:]]
    if len(value) > 1:
        yield f"{place} emptied", []
    if len(value) > 1 and value[0] != value[1]:
        yield f"{place} swapped", [value[1], value[0], *value[2:]]

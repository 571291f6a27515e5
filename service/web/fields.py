"""A posted form becomes fields, or is refused before anything else looks at it."""

import re
from collections.abc import Mapping
from typing import Final, TypeAlias
from urllib.parse import parse_qs

from surveys.questionnaire.texts import clean
from surveys.refusals import Refusal

Fields: TypeAlias = Mapping[str, list[str]]

MOST_FIELDS: Final = 2000
_DIGITS: Final = 9
"""Digits of a number as typed: Python itself refuses to read thousands of them."""
_BETWEEN_NAMES: Final = re.compile("[、,\uff0c;\uff1b/\\s]+")


def read_fields(body: bytes) -> Fields:
    """Read `application/x-www-form-urlencoded` bytes.

    >>> read_fields("code=ABCD&m=%E6%BB%A1%E6%84%8F".encode())
    {'code': ['ABCD'], 'm': ['满意']}
    """
    try:
        return parse_qs(
            body.decode(),
            keep_blank_values=True,
            strict_parsing=bool(body),
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
    except ValueError as error:
        raise Refusal("request.malformed") from error


def one(fields: Fields, name: str) -> str:
    """The only value of a field, stripped; an absent field is empty, a doubled one is refused."""
    values = fields.get(name, [])
    if len(values) > 1:
        raise Refusal("request.malformed")
    return values[0].strip() if values else ""


def whole(fields: Fields, name: str, *, most: int = 1_000_000) -> int:
    """A whole number as typed; nothing typed is none at all."""
    return read_whole(one(fields, name) or "0", name, most)


def read_whole(written: str, name: str, most: int) -> int:
    """The same of a part of a field.

    >>> read_whole("007", "present", 10)
    7
    """
    if not (written.isascii() and written.isdigit() and len(written) <= _DIGITS):
        raise Refusal("request.bad_number", name=name, most=most)
    if int(written) > most:
        raise Refusal("request.bad_number", name=name, most=most)
    return int(written)


def words(fields: Fields, name: str, longest: int) -> str:
    """One line of text as it is printed and kept."""
    return clean(one(fields, name), lines=False)[:longest]


def names(fields: Fields, name: str) -> tuple[str, ...]:
    """Names in one field, each once, however they are separated."""
    return tuple(
        dict.fromkeys(each[:40] for each in _BETWEEN_NAMES.split(words(fields, name, 400)) if each)
    )


def again(fields: Fields | None) -> dict[str, str]:
    """What was typed, to stand in the page again; passwords never do."""
    return {name: values[0] for name, values in (fields or {}).items() if "password" not in name}

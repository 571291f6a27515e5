"""A posted form becomes fields, or is refused before anything else looks at it."""

from collections.abc import Mapping
from typing import Final, TypeAlias
from urllib.parse import parse_qs

from surveys.refusals import Refusal

Fields: TypeAlias = Mapping[str, list[str]]

MOST_FIELDS: Final = 2000


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

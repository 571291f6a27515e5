"""One value, one sequence of bytes: canonical JSON and the fingerprints taken of it.

Canonical JSON here: UTF-8, object keys sorted by code point, no white space, non-ASCII unescaped,
fractions as strings in lowest terms (`"1/2"`, `"100"`). Python's own
`json.dumps(v, sort_keys=True, separators=(",", ":"), ensure_ascii=False)` writes the same bytes.
"""

import hashlib
import re
from fractions import Fraction
from typing import Any, Final, TypeVar

import msgspec

from surveys.refusals import Refusal

T = TypeVar("T")
_FRACTION: Final = re.compile(r"-?[0-9]{1,40}(/[0-9]{1,40})?")
_AT_BYTE: Final = re.compile(r"\(byte ([0-9]+)\)$")


def _write(value: object) -> object:
    if isinstance(value, Fraction):
        return str(value)
    raise TypeError(type(value).__name__)


def _read(kind: type[Any], value: object) -> object:
    if kind is Fraction:
        # The pattern goes first: Fraction itself would work for minutes on "1e999999999".
        if not isinstance(value, str) or not _FRACTION.fullmatch(value):
            raise ValueError('a fraction is written as a string of digits, such as "1/2"')
        fraction = Fraction(value)
        if str(fraction) != value:
            raise ValueError(f"{value!r} is not in lowest terms")
        return fraction
    raise TypeError(kind.__name__)


_encoder = msgspec.json.Encoder(enc_hook=_write, order="sorted")


def encode(value: object) -> bytes:
    """Canonical bytes.

    >>> encode({"b": Fraction(2, 4), "a": "满意"}).decode()
    '{"a":"满意","b":"1/2"}'
    """
    return _encoder.encode(value)


def decode(data: bytes | str, kind: type[T], *, code: str = "publication.malformed") -> T:
    """Read a value; anything else is refused under `code` with what and where."""
    try:
        return msgspec.json.decode(data, type=kind, dec_hook=_read)
    except (msgspec.DecodeError, ValueError, ZeroDivisionError, RecursionError) as error:
        raise Refusal(code, detail=_told(str(error), data)) from error


def _told(fault: str, data: bytes | str) -> str:
    """What the decoder says; where it counts bytes, the line as well, if there are several."""
    counted = _AT_BYTE.search(fault)
    text = data.encode() if counted and isinstance(data, str) else data
    if counted is None or not isinstance(text, bytes) or b"\n" not in text.strip():
        return fault
    line = text.count(b"\n", 0, int(counted[1])) + 1
    return f"{fault} - at line {line}"


def is_canonical(data: bytes) -> bool:
    """Whether bytes are the canonical writing of what they say, whatever it means.

    >>> is_canonical(b'{"a":1,"b":"1/2"}'), is_canonical(b'{"b":"1/2","a":1}')
    (True, False)
    """
    try:
        return _encoder.encode(msgspec.json.decode(data)) == data
    except (msgspec.DecodeError, RecursionError):
        return False


def fingerprint(data: bytes) -> str:
    """SHA-256 as 64 hexadecimal digits.

    >>> fingerprint(b"")[:8]
    'e3b0c442'
    """
    return hashlib.sha256(data).hexdigest()

"""Remarks (意见建议) out of the box become those that may be read, and what to look at in them.

A single remark on a department hides its writer among nobody. So remarks on departments that got
few are read together, without saying of which; and where even these are few, not at all.
"""

import enum
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from surveys.keys import AppraiseeKey
from surveys.values import Value


class Remark(Value, frozen=True):
    """A remark, and the appraisee it is about; empty where that is not told."""

    about: AppraiseeKey | str
    words: str


def release(remarks: Sequence[Remark], least: int) -> tuple[Remark, ...]:
    """Those that may be read, in the order they came, each list of at least so many.

    >>> [one.about for one in release([Remark("a", "1"), Remark("b", "2"), Remark("a", "3")], 2)]
    ['a', 'a']
    >>> [one.about for one in release([Remark("a", "1"), Remark("b", "2"), Remark("c", "3")], 2)]
    ['', '', '']
    """
    numbers = Counter(one.about for one in remarks)
    told = [one if numbers[one.about] >= least else Remark("", one.words) for one in remarks]
    together = sum(not one.about for one in told)
    return tuple(one for one in told if one.about or together >= least)


class Trace(enum.Enum):
    """What in a remark may show who somebody is."""

    PHONE = "phone"  # 电话号码
    IDENTITY = "identity"  # 身份证号
    NAME = "name"  # 名册上的姓名


_SPACES: Final = re.compile(r"[\s\u3000()（）+-]")
_IDENTITY: Final = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
_PHONE: Final = re.compile(r"(?<!\d)(?:86)?1[3-9]\d{9}(?!\d)|(?<!\d)0\d{9,11}(?!\d)")
_SHORTEST: Final = 2
"""Characters of a name that is looked for."""


def traces(words: str, names: Iterable[str]) -> tuple[tuple[Trace, str], ...]:
    """What a reader is asked to look at. It changes nothing: a person decides.

    >>> traces("我是钱秘书，138 0000 0001，找我", ("钱秘书", "孙"))
    ((<Trace.PHONE: 'phone'>, '13800000001'), (<Trace.NAME: 'name'>, '钱秘书'))
    """
    plain = _SPACES.sub("", words)
    written = f"{words}、{plain}"
    identities = _IDENTITY.findall(written)
    phones = _PHONE.findall(_IDENTITY.sub("、", written))
    close = [_SPACES.sub("", name) for name in names]
    here = [name for name in close if len(name) >= _SHORTEST and name in plain]
    return (
        *((Trace.PHONE, found) for found in dict.fromkeys(phones)),
        *((Trace.IDENTITY, found) for found in dict.fromkeys(identities)),
        *((Trace.NAME, found) for found in dict.fromkeys(here)),
    )

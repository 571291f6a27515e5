"""Titles broken into balanced lines, and the red head sized to its line."""

import re
from math import ceil
from typing import Final

WIDE: Final = 19.5
"""Characters of 2号 (22 pt) that fit into 156 mm, less half a one for air."""
_AFTER: Final = "的、，。）》于和"
"""A line may well end after one of these."""
_WHOLE: Final = re.compile(
    r"[0-9]+年度?|人民代表大会|主席团|常委会|民主测评|满意度|民意调查|征求意见|工作|部门|结果|"
    r"测评|评议|意见|情况|整改|落实|公告|通报|公示|报告|通知|汇总|服务|中心|办公室|环境|项目"
)
"""What a title is built of; no line ends inside one (7.3.1: 词意完整)."""


def break_title(title: str) -> tuple[str, ...]:
    """Break into as few lines as fit, of nearly equal length, after a particle if one is near.

    >>> break_title("老厂镇人民代表大会主席团关于镇属部门工作民主测评结果的公告")
    ('老厂镇人民代表大会主席团关于', '镇属部门工作民主测评结果的公告')
    >>> break_title("老厂镇2026年度部门工作民主测评结果公告")
    ('老厂镇2026年度部门工作民主测评结果公告',)
    >>> break_title("老厂镇2026年度镇属部门和派驻站所工作民主测评结果公告")
    ('老厂镇2026年度镇属部门和', '派驻站所工作民主测评结果公告')
    """
    count = ceil(_width(title) / WIDE)
    if count <= 1:
        return (title,)
    cut = _near(title, ceil(len(title) / count))
    return (title[:cut], *break_title(title[cut:]))


def _width(words: str) -> float:
    """Width in characters; what stands in ASCII is half as wide."""
    return sum(0.5 if letter.isascii() else 1 for letter in words)


def _near(title: str, wanted: int) -> int:
    near = sorted(range(wanted - 5, wanted + 6), key=lambda at: abs(at - wanted))
    fit = [at for at in near if 0 < at < len(title) and _width(title[:at]) <= WIDE]
    inside = {at for word in _WHOLE.finditer(title) for at in range(word.start() + 1, word.end())}
    after = (at for at in fit if title[at - 1] in _AFTER)
    between = (at for at in fit if at not in inside)
    return next((at for found in (after, between) for at in found), wanted)


def head_size(issuer: str) -> int:
    """Points of the red head (发文机关标志): as large as its line carries, no more than 1号 twice.

    >>> head_size("老厂镇人民代表大会主席团"), head_size("老厂镇人大")
    (34, 48)
    """
    return max(16, min(48, 415 // max(1, len(issuer))))

"""The one way a word gets onto a page: without characters that steer it, and escaped in markup."""

from html import escape
from typing import Final

_STEERING: Final = {
    **dict.fromkeys((*range(0x20), *range(0x7F, 0xA0))),
    **dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFFFE, 0xFFFF)),
    **dict.fromkeys(range(0xD800, 0xE000)),
    **dict.fromkeys(map(ord, "\t\n\r"), " "),
}
"""Control characters, direction overrides (a name could turn the figures after it), surrogates."""


def say(words: str) -> str:
    """Escape words for an element or a quoted attribute.

    >>> say('<script>"镇财政所"\u202e')
    '&lt;script&gt;&quot;镇财政所&quot;'
    """
    return escape(plain(words))


def plain(words: str) -> str:
    r"""Words for a file that escapes by itself, such as Word's or Excel's.

    >>> plain("镇\x00财政\u202e所\n")
    '镇财政所 '
    """
    return words.translate(_STEERING)

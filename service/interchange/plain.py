"""Text with markup becomes plain text, or an objection where the markup itself says something."""

import html
import re
from typing import Final

from service.interchange.objections import At, Desk
from surveys.questionnaire.texts import clean

LONGEST_LABEL: Final = 200
DENIED: Final = "?"
"""Stands in for words that were objected to; no form is made of it."""
_LONGEST_TEXT: Final = 5000
_SPEAKING: Final = re.compile(
    r"<\s*(img|picture|video|audio|iframe|object|embed|svg|script|style|form|input|button|select"
    r"|textarea|math|canvas|table|sup|sub|link|meta)\b",
    re.IGNORECASE,
)
"""Markup that cannot be left out without changing what is said."""
_LINK: Final = re.compile(r"<a\b([^<>]*)>([^<>]*)</a\s*>", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"""\bhref\s*=\s*["']([^"'<>]*)["']""", re.IGNORECASE)
_BREAK: Final = re.compile(
    r"<\s*(?:/\s*)?(?:br|p|div|li|ul|ol|h[1-6]|hr|blockquote|pre)\b[^<>]*>", re.IGNORECASE
)
_FORM: Final = re.compile(
    r"<\s*(?:/\s*)?(?:b|i|u|em|strong|span|font|small|big|center|s|strike|code|a|label|mark|abbr)\b"
    r"[^<>]*>",
    re.IGNORECASE,
)
_LINES: Final = re.compile(r"(?<![ \xa0])[ \xa0]*\n\s*")
"""Looked for where spaces begin: not once more at each of them."""
_NO_LETTER: Final = re.compile(r"&#(?:x[0-9a-f]{8,}|[0-9]{8,});?", re.IGNORECASE)
"""A number no letter has; Python reads none of thousands of digits."""


def plain(desk: Desk, text: str, at: At, *, markup: bool = False) -> str:
    """Plain lines; `markup` says that the text is HTML even if it shows no tag."""
    if len(text) > _LONGEST_TEXT:
        desk.deny("text_too_long", at, limit=_LONGEST_TEXT, word=text)
        return DENIED
    if found := _SPEAKING.search(text):
        desk.deny("embedded", at, word=found[1].lower())
        return DENIED
    if _FORM.search(text):
        desk.remark("format", at)
    bare = _without_tags(text)
    return clean(_unescaped(bare) if markup or bare != text else bare, lines=True)


def _unescaped(text: str) -> str:
    return html.unescape(_NO_LETTER.sub("\ufffd", text))


def _without_tags(text: str) -> str:
    linked = _LINK.sub(_linked, text)
    bare = _FORM.sub("", _BREAK.sub("\n", linked))
    return _LINES.sub("\n", bare).strip() if bare != text else text


def _linked(link: re.Match[str]) -> str:
    address = _ADDRESS.search(link[1])
    return f"{link[2]}（{address[1]}）" if address else link[0]


def label(desk: Desk, text: str, at: At, *, markup: bool = False) -> str:
    """One line of a label; an objection where it is missing or longer than ours may be."""
    words = clean(plain(desk, text, at, markup=markup), lines=False)
    if len(words) > LONGEST_LABEL:
        desk.deny("label_too_long", at, limit=LONGEST_LABEL, word=words)
    elif not words:
        desk.deny("no_label", at)
    return words[:LONGEST_LABEL] or DENIED


def title_and_rest(desk: Desk, text: str, at: At, *, markup: bool = False) -> tuple[str, str]:
    """The first line is the title; what stands below it explains the question."""
    words = plain(desk, text, at, markup=markup)
    first, _, rest = words.partition("\n")
    if rest:
        desk.remark("title_lines", at)
    return label(desk, first, at), rest.strip()


def joined(*texts: str) -> str:
    """Texts under each other; empty ones leave no line."""
    return "\n".join(text for text in texts if text)


def line_behind(words: str, title: str) -> str:
    """What stands over a line that belongs to a question; two such lines must differ.

    >>> line_behind("请说明", "性别")
    '请说明：性别'
    """
    return f"{words}：{title}"[:LONGEST_LABEL]

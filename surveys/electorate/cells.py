"""One cell of a roll, as people type it, becomes a value, or nothing where it cannot be read."""

import re
from typing import Final

from surveys.appraisal.plan import Appraisee
from surveys.electorate.roll import Body
from surveys.questionnaire.texts import clean, plain_digits

_BETWEEN_HAN: Final = re.compile(
    r"(?<=[\u2e80-\u9fff\U00020000-\U0003ffff])\s+"
    r"(?=[\u2e80-\u9fff\U00020000-\U0003ffff])"
)
_MOBILE: Final = re.compile(r"(?:\+?86)?(1[3-9][0-9]{9})(?:\.0)?")
_ID_CARD: Final = re.compile(r"(?<![0-9])[0-9]{17}[0-9Xx](?![0-9])")
_LIST: Final = re.compile(r"[、,\uff0c;\uff1b/\uff0f\s]+")
_LONGEST_BODY: Final = 40
"""Letters of a word for a body; a longer one is none, and is not searched."""
_YES: Final = frozenset({"", "是", "有", "能", "可以"})
_NO: Final = frozenset({"否", "无", "不能", "停止", "暂停", "暂停执行代表职务"})

# The order decides: 村民代表 is a voter, and 市人大代表 is no deputy of the town.
_BODIES: Final = (
    (re.compile("选民|群众|村民|居民"), Body.VOTER),
    (re.compile("主席"), Body.PRESIDIUM),
    (re.compile("(全国|省|自治区|州|市|县|区|上级).*代表"), Body.HIGHER_DEPUTY),
    (re.compile("^(本级|乡|镇|乡镇|本镇|本乡|.{1,8}镇|.{1,8}乡)?(人大)?代表$"), Body.DEPUTY),
)


def name(text: str) -> str:
    """A name as spoken: 李　明 and 李明 are one, Ai Xin stays two words.

    >>> name(" 李  明 ")
    '李明'
    """
    return _BETWEEN_HAN.sub("", clean(text, lines=False))


def phone(text: str) -> str | None:
    """Eleven digits, or "" for an empty cell; Excel may have added `.0` or lost the text format.

    >>> phone("+86 138-0000-0001")
    '13800000001'
    """
    digits = re.sub(r"[\s-]", "", plain_digits(text))
    found = _MOBILE.fullmatch(digits)
    return found[1] if found else None if digits else ""


def bodies(text: str) -> tuple[frozenset[Body], str]:
    """The bodies named in a cell, and the first word that names none.

    >>> sorted(body.value for body in bodies("主席团成员、镇人大代表")[0])
    ['deputy', 'presidium']
    """
    found: set[Body] = set()
    for word in split(text):
        body = _body(word)
        if body is None:
            return frozenset(), word
        found.add(body)
    return frozenset(found), ""


def _body(word: str) -> Body | None:
    if len(word) > _LONGEST_BODY:
        return None
    return next((body for pattern, body in _BODIES if pattern.search(word)), None)


def split(text: str) -> tuple[str, ...]:
    """Words of a list, however they are separated."""
    return tuple(word for word in _LIST.split(clean(text, lines=False)) if word)


def departments(word: str, appraisees: tuple[Appraisee, ...]) -> tuple[Appraisee, ...]:
    """The appraisee of that name, or those whose name ends so (财政所 for 镇财政所)."""
    exact = tuple(a for a in appraisees if word in {a.label, a.key})
    return exact or tuple(a for a in appraisees if a.label.endswith(word))


def eligible(text: str) -> bool | None:
    """Yes unless it says no; nothing where it says neither."""
    word = clean(text, lines=False)
    return True if word in _YES else False if word in _NO else None


def looks_like_id_card(text: str) -> bool:
    """Eighteen digits, the last perhaps an X."""
    return _ID_CARD.search(plain_digits(text)) is not None

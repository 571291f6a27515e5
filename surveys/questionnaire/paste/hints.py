"""The words in brackets behind a title (单选、必填、打分0-100…) become what they ask for."""

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Final, TypeAlias

import msgspec

from surveys.questionnaire.paste.shielding import unshield
from surveys.questionnaire.texts import plain_digits
from surveys.values import Value

KINDS: Final[dict[str, tuple[str, ...]]] = {
    "single": (
        *("单选", "单选题", "单项选择", "单项选择题", "评分单选", "评分单选题"),
        *("下拉", "下拉题", "下拉框", "下拉选择"),
    ),
    "multiple": (
        *("多选", "多选题", "可多选", "多项选择", "多项选择题"),
        *("不定项选择", "不定项选择题", "评分多选", "评分多选题"),
    ),
    "matrix": (
        *("矩阵", "矩阵题", "矩阵单选", "矩阵单选题", "矩阵量表", "矩阵量表题"),
        "测评表",
    ),
    "scale": ("打分", "打分题", "评分", "评分题", "量表", "量表题", "NPS", "NPS题", "NPS量表题"),
    "number": ("数字", "数字题", "数值", "整数", "小数"),
    "ranking": ("排序", "排序题"),
    "line": ("填空", "填空题", "单行", "单行填空", "单项填空", "单项填空题", "单行填空题"),
    "text": ("问答", "问答题", "简答", "简答题", "多行", "多行填空", "多行填空题", "开放题"),
}
_KIND_OF: Final = {word: kind for kind, words in KINDS.items() for word in words}
_REQUIRED: Final = {
    **dict.fromkeys(("必填", "必答", "必选"), True),
    **dict.fromkeys(("选填", "选答", "可不填", "可不答", "非必填"), False),
}
_WHOLE: Final = r"(-?[0-9]{1,15})"
_NUMBER: Final = r"(-?[0-9]{1,40}(?:/0*[1-9][0-9]{0,39}|\.[0-9]{1,20})?)"
_TO: Final = r"\s*(?:-|~|～|至|到)\s*"
_BETWEEN: Final = re.compile("[，,、；;]")
MOST: Final = 20
"""Words in the brackets of one question; a longer list is no list of hints."""
_QUOTED: Final = '[“"「](.+?)[”"」]'

Asked: TypeAlias = dict[str, object]
"""Fields of `Hints`, as one word sets them."""


class Hints(Value, frozen=True, kw_only=True):
    """Everything the brackets of one question said; None where they were silent."""

    kinds: tuple[str, ...] = ()
    required: bool | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    low_label: str | None = None
    high_label: str | None = None
    step: int | None = None
    least: int | None = None
    most: int | None = None
    places: int | None = None
    longest: int | None = None
    digits: int | None = None
    unit: str | None = None
    about: str | None = None
    quota: tuple[str, int] | None = None
    unknown: tuple[str, ...] = ()
    """Words nobody understood; in a matrix they are its grades."""


def _count(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not least <= int(text) <= most:
            raise ValueError(text)
        return int(text)

    return read


_some, _any = _count(1, 999), _count(0, 999)
_RULES: Final[tuple[tuple[str, Callable[[re.Match[str]], Asked]], ...]] = (
    (r"(?:请|可)?(?:最多|至多|限)(?:可?选择?)?([0-9]+)[项个]?", lambda m: {"most": _some(m[1])}),
    (r"请?(?:最少|至少)(?:选择?)?([0-9]+)[项个]?", lambda m: {"least": _any(m[1])}),
    (
        rf"(?:请|可|限)?选择?([0-9]+){_TO}([0-9]+)[项个]",
        lambda m: {"least": _any(m[1]), "most": _some(m[2])},
    ),
    (r"请?选择?([0-9]+)[项个]", lambda m: {"least": _some(m[1]), "most": _some(m[1])}),
    (r"(?:只?[排选])?前([0-9]+)[名项位]", lambda m: {"places": _some(m[1])}),
    (r"(?:最多|不超过)?([0-9]+)字(?:以内)?", lambda m: {"longest": _count(1, 5000)(m[1])}),
    (r"(?:最多)?([0-9]+)位小数", lambda m: {"digits": _count(0, 6)(m[1])}),
    (rf"(?:不小于|不低于|≥|>=){_NUMBER}", lambda m: {"low": Fraction(m[1])}),
    (rf"(?:不大于|不高于|≤|<=){_NUMBER}", lambda m: {"high": Fraction(m[1])}),
    (r"每([0-9]+)分一档", lambda m: {"step": _count(1, 1000)(m[1])}),
    (rf"{_WHOLE}{_TO}{_WHOLE}分", lambda m: {"kind": "scale"} | _span(m[1], m[2])),
)
"""What stands in brackets for nothing but a hint."""
_NAMED: Final = re.compile(rf"(\D+?){_NUMBER}{_TO}{_NUMBER}分?")
_END: Final = re.compile(r"(最低|最高)分?\s*[=＝:：]\s*(.+)", re.DOTALL)
_WEAK_RANGE: Final = re.compile(rf"{_NUMBER}{_TO}{_NUMBER}分?")
_POINT: Final = re.compile(rf"{_WHOLE}分?\s*[=＝]\s*(.+)", re.DOTALL)
_UNIT: Final = re.compile(r"单位\s*[:：=＝]?\s*(.+)", re.DOTALL)
_ABOUT: Final = re.compile(rf"关于\s*(?:{_QUOTED}|(.+))", re.DOTALL)
_QUOTA: Final = re.compile(rf"{_QUOTED}最多([0-9]+)个(?:部门|对象|单位)?", re.DOTALL)


def _span(low: str, high: str) -> Asked:
    return {"low": Fraction(low), "high": Fraction(high)}


def split_words(group: str) -> tuple[str, ...]:
    """The words between one pair of brackets."""
    words = tuple(word.strip() for word in _BETWEEN.split(group) if word.strip())
    return words if len(words) <= MOST else (group,)


def is_hint(word: str) -> bool:
    """Whether a word in brackets is surely a hint and no part of the title.

    >>> is_hint("单选"), is_hint("最多选3项"), is_hint("周岁"), is_hint("2020-2025")
    (True, True, False, False)
    """
    return bool(_sure(word))


def read_hints(words: tuple[str, ...]) -> Hints:
    """Every word of a question's brackets together; what is said twice counts as said last.

    >>> hints = read_hints(("多选", "最多选3项", "选填"))
    >>> hints.kinds, hints.most, hints.required
    (('multiple',), 3, False)
    """
    asked: Asked = {}
    kinds: dict[str, None] = {}
    unknown: list[str] = []
    for word in words:
        said = dict(_sure(word)) or _perhaps(word, asked)
        if not said:
            unknown.append(word)
        if kind := said.pop("kind", ""):
            kinds[str(kind)] = None
            said = _usual_scale(word, asked) | said
        asked |= said
    return msgspec.convert({**asked, "kinds": tuple(kinds), "unknown": tuple(unknown)}, Hints)


def _usual_scale(word: str, asked: Asked) -> Asked:
    """量表 goes from one to five, NPS from nought to ten, unless a range is given."""
    if "low" in asked or not word.removesuffix("题").endswith(("量表", "NPS")):
        return {}
    return _span("0", "10") if word.startswith("NPS") else _span("1", "5")


@lru_cache(maxsize=1024)
def _sure(word: str) -> Mapping[str, object]:
    plain = plain_digits(word)
    if plain in _KIND_OF:
        kind: Asked = {"kind": _KIND_OF[plain]}
        return kind | {"digits": 2} if plain == "小数" else kind
    if plain in _REQUIRED:
        return {"required": _REQUIRED[plain]}
    if named := _NAMED.fullmatch(plain):
        known = _KIND_OF.get(named[1].strip())
        return {"kind": known, **_span(named[2], named[3])} if known else {}
    if end := _END.fullmatch(word):
        return {"low_label" if end[1] == "最低" else "high_label": unshield(end[2])}
    for pattern, read in _RULES:
        if found := re.fullmatch(pattern, plain):
            try:
                return read(found)
            except ValueError:
                return {}
    return {}


def _perhaps(word: str, asked: Asked) -> Asked:
    """What means something only beside a sure hint."""
    if found := _WEAK_RANGE.fullmatch(plain_digits(word)):
        return _span(found[1], found[2])
    if found := _UNIT.fullmatch(word):
        return {"unit": unshield(found[1])}
    if found := _QUOTA.fullmatch(word):
        return {"quota": (found[1], _some(found[2]))} if len(found[2]) < 4 else {}
    if found := _ABOUT.fullmatch(word):
        return {"about": found[1] or found[2]}
    if found := _POINT.fullmatch(word):
        return _end_of_scale(found, asked)
    return {}


def _end_of_scale(found: re.Match[str], asked: Asked) -> Asked:
    """`1=很不满意`: the label of whichever end has these points."""
    for end in ("low", "high"):
        if asked.get(end) == int(found[1]):
            return {f"{end}_label": unshield(found[2])}
    return {}

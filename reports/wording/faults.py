"""What a decoder minds in a file becomes plain words: where in it, and what should stand there.

A refusal carries the decoder's own words, for engineers and logs. Whoever chose the file is told
here; a place in it is written as in JSON, `$` being the whole.
"""

import re
from typing import Final

UNCLEAR: Final = "内容不对"
"""Where the decoder says what is in no table here."""

_PLACED: Final = re.compile(
    r"(?P<what>.*?)(?: - at (?:`(?:key in )?(?P<path>.*)`|line (?P<line>\d+)))?", re.DOTALL
)
_FAULTS: Final[dict[str, str]] = {
    r"Input data was truncated": "文件不完整，后面断了",
    r"JSON is malformed: .*": "不是 JSON 的写法：引号、逗号、括号一类的符号不对",
    r"'utf-8' codec .*|Invalid UTF-8 .*": "文字不是 UTF-8 编码",
    r"maximum recursion depth .*": "一层套一层，套得太深",
    r"a condition has more than (?P<most>\d+) levels": "显示条件一层套一层，超过 {most} 层",
    r"Object missing required field `(?P<name>.*)`": "缺少“{name}”这一项",
    r"Object contains unknown field `(?P<name>.*)`": "多了“{name}”这一项",
    r"Invalid (?:enum )?value '?(?P<value>.*?)'?": "不能写“{value}”",
    r"Invalid base64 .*": "不是 base64 的写法",
    r"Expected `str` matching regex .*": "不是规定的写法",
    r"Expected `str` of length >= (?P<least>\d+)": "至少 {least} 个字",
    r"Expected `str` of length <= (?P<most>\d+)": "最多 {most} 个字",
    r"Expected `\w+` of (?:at least length|length >=) (?P<least>\d+).*": "至少 {least} 项",
    r"Expected `\w+` of (?:at most length|length <=) (?P<most>\d+).*": "最多 {most} 项",
    r"Expected `\w+` of length (?P<number>\d+).*": "应当有 {number} 项",
    r"Expected `\w+` >= (?P<low>\S+)": "应当不小于 {low}",
    r"Expected `\w+` <= (?P<high>\S+)": "应当不大于 {high}",
    r"Expected `(?P<wanted>[^`]+)`, got `(?P<given>[^`]+)`": "应当是{wanted}，写的是{given}",
    r"Expected `(?P<wanted>[^`]+)`": "应当是{wanted}",
    r"\w+ (?:value )?out of range": "数字太大",
    r"a fraction is written .*": "应当是分数，写成“1/2”这样的文字",
    r"'(?P<value>.*)' is not in lowest terms": "“{value}”没有约到最简",
}
"""The decoder's words, and ours; the first that fits."""

_KINDS: Final[dict[str, str]] = {
    "object": "一组项目（{…}）",
    "array": "一列（[…]）",
    "str": "文字",
    "int": "整数",
    "float": "小数",
    "bool": "true 或 false",
    "null": "空（null）",
    "bytes": "base64 文字",
}


def say_fault(fault: str) -> str:
    """Where, then what.

    >>> say_fault("Object missing required field `title` - at `$.sections[0]`")
    '$.sections[0] 处缺少“title”这一项'
    >>> say_fault("Expected `int`, got `str` - at `$.quorum`")
    '$.quorum 处应当是整数，写的是文字'
    >>> say_fault("JSON is malformed: invalid character (byte 90) - at line 3")
    '第 3 行不是 JSON 的写法：引号、逗号、括号一类的符号不对'
    """
    placed = _PLACED.fullmatch(fault)
    what, path, line = placed.groups() if placed else (fault, None, None)
    if line:
        return f"第 {line} 行{_say(what)}"
    return f"{path.replace('...', '…')} 处{_say(what)}" if path else _say(what)


def _say(what: str) -> str:
    for shape, words in _FAULTS.items():
        if found := re.fullmatch(shape, what, re.DOTALL):
            return words.format_map(
                {key: _name(key, text) for key, text in found.groupdict().items()}
            )
    return UNCLEAR


def _name(key: str, text: str) -> str:
    """Kinds of value by their Chinese names; whatever else stood in the file, as it stood."""
    if key not in {"wanted", "given"}:
        return text
    return "或".join(_KINDS.get(kind, "别的写法") for kind in text.split(" | "))

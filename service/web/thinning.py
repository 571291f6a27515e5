"""Our own style sheets and scripts → as they travel, without what only we read."""

import re
from typing import Final

_COMMENT: Final = re.compile(r"^[ \t]*/\*.*?\*/[ \t]*$", re.MULTILINE | re.DOTALL)
_LITERAL: Final = re.compile(
    r"""("(?:\\.|[^"\\])*" | '(?:\\.|[^'\\])*' | `(?:\\.|[^`\\])*` | /\*.*?\*/
    | (?<=[(,=:[!&|?{};\n ]) / (?![ /*]) (?: \\. | \[ (?:\\.|[^]\\])* ] | [^/\\\n[] )+ / [a-z]*)""",
    re.DOTALL | re.VERBOSE,
)
"""Words in quotation marks, regular expressions (we write a division with spaces), and comments."""
_AROUND: Final = re.compile(" ?([=*%<>!&|?:,;(){}\\[\\]]) ?")
"""A plus or minus keeps its spaces: two of them together would be another sign."""


def thin(text: str) -> str:
    r"""Leave out comments that stand on lines of their own, and indentation.

    >>> thin("/* ours */\n  a { b: c }\n\n/* two\n   lines */\nd")
    'a { b: c }\nd'
    """
    without = _COMMENT.sub("", text)
    return "\n".join(line.strip() for line in without.splitlines() if line.strip())


def thin_script(text: str) -> str:
    r"""The same for a script, and no space beside a sign; lines stay lines.

    >>> thin_script('const say = (a) => a + ": " + /[,] ?/.exec(a); /* why */\n  f(a, b);')
    'const say=(a)=>a + ": " + /[,] ?/.exec(a);\nf(a,b);'
    """
    parts = _LITERAL.split(thin(text))
    return "".join(
        _keep(part) if at % 2 else _AROUND.sub(r"\1", part) for at, part in enumerate(parts)
    )


def _keep(literal: str) -> str:
    return "" if literal.startswith("/*") else literal

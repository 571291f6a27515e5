"""A condition as other systems write it becomes a tree; three ways of writing, one grammar.

XPath of XLSForm `selected(${q}, 'a') and . > 3`, SurveyJS `{q} contains 'a' && {n} >= 3`,
LimeSurvey `(Q1.NAOK == "A1" or !is_empty(Q2))`.
"""

import re
from fractions import Fraction
from typing import Final, TypeAlias

from surveys.values import Value

_LONGEST: Final = 4000
_DEEPEST: Final = 40


class Unclear(ValueError):
    """An expression, or a part of it, that we cannot express."""


class Nobody(Unclear):
    """A name that no question has."""


class Ref(Value, frozen=True, tag="ref"):
    """Another question by its name; `.` is the question itself."""

    name: str


class Literal(Value, frozen=True, tag="literal"):
    """A word or a number as written."""

    text: str

    def number(self) -> Fraction:
        """The number it is; anything else is unclear."""
        if not re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,15})?", self.text):
            raise Unclear(self.text)
        return Fraction(self.text)


class Items(Value, frozen=True, tag="items"):
    """A list in brackets."""

    of: tuple["Tree", ...]


class Call(Value, frozen=True, tag="call"):
    """A function, or a word between or behind values."""

    name: str
    given: tuple["Tree", ...]


class Compare(Value, frozen=True, tag="compare"):
    """`= != < <= > >=`."""

    sign: str
    left: "Tree"
    right: "Tree"


class Both(Value, frozen=True, tag="both"):
    """`and`."""

    parts: tuple["Tree", ...]


class Either(Value, frozen=True, tag="either"):
    """`or`."""

    parts: tuple["Tree", ...]


class Inverse(Value, frozen=True, tag="inverse"):
    """`not`."""

    of: "Tree"


Tree: TypeAlias = Ref | Literal | Items | Call | Compare | Both | Either | Inverse

_TOKEN: Final = re.compile(
    r"""\s*(?:
      (?P<number>[0-9]{1,15}(?:\.[0-9]{1,15})?(?![\w.]))
    | '(?P<single>[^']*)' | "(?P<double>[^"]*)"
    | [\u2018\u2019](?P<curly>[^\u2018\u2019]*)[\u2018\u2019]
    | [\u201c\u201d](?P<curly2>[^\u201c\u201d]*)[\u201c\u201d]
    | \$?\{(?P<braced>[^{}]{1,400})\}
    | (?:\.\./)+(?P<path>[\w.-]+) | (?P<self>\.(?![\w.])) | (?P<rooted>(?:/[\w.-]+)+)
    | (?P<sign><=|>=|!=|<>|==|=|<|>)
    | (?P<both>&&) | (?P<either>\|\|) | (?P<mark>[!(),\[\]-])
    | (?P<word>[A-Za-z_\u4e00-\u9fff][\w.:-]*)
    )""",
    re.VERBOSE,
)
_SIGNS: Final = {"==": "=", "<>": "!=", "eq": "=", "ne": "!=", "lt": "<", "le": "<="} | {
    "gt": ">",
    "ge": ">=",
    "equal": "=",
    "notequal": "!=",
    "greater": ">",
    "less": "<",
    "greaterorequal": ">=",
    "lessorequal": "<=",
}
_BETWEEN: Final = frozenset({"contains", "contain", "notcontains", "notcontain", "anyof", "allof"})
_BEHIND: Final = frozenset({"empty", "notempty"})


class _Token(Value, frozen=True):
    kind: str
    text: str


def parse(text: str) -> Tree:
    """Read an expression.

    >>> parse("${age} >= 18").sign
    '>='
    """
    if len(text) > _LONGEST:
        raise Unclear(text[:40])
    reader = _Reader(tuple(_tokens(text)))
    tree = reader.either(0)
    reader.end()
    return tree


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    at, end = 0, len(text.rstrip())
    while at < end:
        token = _TOKEN.match(text, at)
        if not token or not token.lastgroup:
            raise Unclear(text[at : at + 40].strip())
        found.append(_token(token.lastgroup, token[token.lastgroup]))
        at = token.end()
    return found


def _token(kind: str, text: str) -> _Token:
    match kind:
        case "single" | "double" | "curly" | "curly2":
            return _Token("text", text)
        case "braced":
            return _Token("ref", text.strip())
        case "path" | "self":
            return _Token("ref", text)
        case "rooted":
            return _Token("ref", text.rpartition("/")[2])
        case "both" | "either":
            return _Token("word", {"both": "and", "either": "or"}[kind])
        case "sign":
            return _Token("sign", _SIGNS.get(text, text))
        case "word" if text.lower() in {"and", "or", "not", "negate"} | _BETWEEN | _BEHIND:
            return _Token("word", text.lower())
        case "word" if text.lower() in _SIGNS:
            return _Token("sign", _SIGNS[text.lower()])
        case _:
            return _Token(kind, text)


class _Reader:
    """Walks the tokens once; every step down is counted."""

    def __init__(self, tokens: tuple[_Token, ...]) -> None:
        self.tokens, self.at = tokens, 0

    def peek(self) -> _Token:
        return self.tokens[self.at] if self.at < len(self.tokens) else _Token("end", "")

    def next(self) -> _Token:
        token = self.peek()
        self.at += 1
        return token

    def takes(self, kind: str, text: str) -> bool:
        if self.peek() == _Token(kind, text):
            self.at += 1
            return True
        return False

    def expect(self, text: str) -> None:
        if not self.takes("mark", text):
            raise Unclear(self.peek().text or text)

    def end(self) -> None:
        if self.peek().kind != "end":
            raise Unclear(self.peek().text)

    def either(self, depth: int) -> Tree:
        if depth > _DEEPEST:
            raise Unclear("(((")
        parts = [self.both(depth)]
        while self.takes("word", "or"):
            parts.append(self.both(depth))
        return parts[0] if len(parts) == 1 else Either(parts=tuple(parts))

    def both(self, depth: int) -> Tree:
        parts = [self.comparison(depth)]
        while self.takes("word", "and"):
            parts.append(self.comparison(depth))
        return parts[0] if len(parts) == 1 else Both(parts=tuple(parts))

    def comparison(self, depth: int) -> Tree:
        left = self.single(depth)
        token = self.peek()
        if token.kind == "sign":
            self.next()
            return Compare(sign=token.text, left=left, right=self.single(depth))
        if token.kind == "word" and token.text in _BETWEEN:
            self.next()
            return Call(name=token.text, given=(left, self.single(depth)))
        if token.kind == "word" and token.text in _BEHIND:
            self.next()
            return Call(name=token.text, given=(left,))
        return left

    def single(self, depth: int) -> Tree:
        token = self.next()
        match token.kind, token.text:
            case (("text" | "number"), text):
                return Literal(text=text)
            case "ref", name:
                return Ref(name=name)
            case "mark", "(":
                return self.closed(depth)
            case "mark", "[":
                return Items(of=self.listed("]", depth))
            case "mark", "-":
                return self.negative()
            case ("mark", "!") | ("word", ("not" | "negate")):
                return Inverse(of=self.single(self.deeper(depth)))
            case "word", name:
                return self.named(name, depth)
            case _:
                raise Unclear(token.text)

    def deeper(self, depth: int) -> int:
        if depth >= _DEEPEST:
            raise Unclear("!!!")
        return depth + 1

    def closed(self, depth: int) -> Tree:
        tree = self.either(depth + 1)
        self.expect(")")
        return tree

    def negative(self) -> Literal:
        number = self.next()
        if number.kind != "number":
            raise Unclear(f"-{number.text}")
        return Literal(text=f"-{number.text}")

    def named(self, name: str, depth: int) -> Tree:
        if self.takes("mark", "("):
            return Call(name=name.lower(), given=self.listed(")", depth))
        if name.lower() in {"true", "false"}:
            return Literal(text=name.lower())
        return Ref(name=name)

    def listed(self, close: str, depth: int) -> tuple[Tree, ...]:
        items: list[Tree] = []
        while not self.takes("mark", close):
            if items:
                self.expect(",")
            items.append(self.either(depth + 1))
        return tuple(items)

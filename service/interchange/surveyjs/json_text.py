"""Bytes become JSON, strictly: what is JavaScript, cut off or said twice is refused by its line."""

import json
import re
from collections.abc import Callable
from typing import Any, Final, NoReturn

from service.interchange.objections import Desk, Line
from surveys.refusals import Refusal

MOST_BYTES: Final = 5 * 1024 * 1024
_SCRIPT: Final = re.compile(
    r"^[^\S\n]*(?:(?:var|let|const|export|module\.|window\.|function|import)\b|//|/\*|[{,]\s*[A-Za-z_$][\w$]*\s*:"
    r"|(?:\[\s*)?\{\s*[A-Za-z_$][\w$]*\s*:)",
    re.MULTILINE,
)


class _Twin(ValueError):
    """A member written twice."""


def read_json(desk: Desk, data: bytes) -> Any:  # noqa: ANN401 -- a stranger's JSON
    """The value; refused with the line where it stops being JSON."""
    if len(data) > MOST_BYTES:
        raise Refusal("file.too_large", limit=MOST_BYTES // 1024 // 1024)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        desk.refuse("not_json", Line(line), word="UTF-8")
    try:
        tree = json.loads(text, object_pairs_hook=_once, parse_constant=_stop(desk))
        json.dumps(tree, ensure_ascii=False).encode()  # half a surrogate pair is no text
    except json.JSONDecodeError as error:
        code = "javascript" if _SCRIPT.search(text) else "not_json"
        desk.refuse(code, Line(error.lineno), word=_near(text, error.pos))
    except _Twin as error:
        desk.refuse("twin_member", Line(), word=str(error))
    except (ValueError, RecursionError) as error:
        desk.refuse("not_json", Line(), word=type(error).__name__)
    return tree


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        seen: set[str] = set()
        raise _Twin(next(name for name, _ in pairs if name in seen or seen.add(name)))
    return members


def _stop(desk: Desk) -> Callable[[str], NoReturn]:
    def stop(word: str) -> NoReturn:
        desk.refuse("not_json", Line(), word=word)

    return stop


def _near(text: str, at: int) -> str:
    return text[at : at + 30].strip().partition("\n")[0]

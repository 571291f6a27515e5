"""A file of any kind becomes a questionnaire, or a refusal that lists everything at once.

What a file is, it says by its first bytes; its name decides only between texts.
"""

from typing import Final

from reports.wording.questionnaires import explain_unread
from service.interchange.assembling import Read, finish
from service.interchange.limesurvey.reading import read_limesurvey
from service.interchange.objections import Desk, Line
from service.interchange.own import is_own, read_own
from service.interchange.surveyjs.json_text import read_json
from service.interchange.surveyjs.reading import read_survey
from service.interchange.xlsform.reading import read_xlsform
from service.interchange.xlsform.sheets import OLE, ZIP
from service.spreadsheets.reading import MOST_BYTES, decoded
from surveys.questionnaire.paste.reading import parse
from surveys.refusals import Refusal

__all__ = ["Read", "read_questionnaire"]
_SCRIPTS: Final = (".json", ".js", ".mjs", ".ts")
_XLSFORM: Final = (".csv", ".md", ".markdown", ".tsv")


def read_questionnaire(name: str, data: bytes) -> Read:
    """The questionnaire in a file; only a `Refusal` is ever raised."""
    if not data:
        raise Refusal("file.missing")
    if len(data) > 2 * MOST_BYTES:
        raise Refusal("file.too_large", limit=2 * MOST_BYTES // 1024 // 1024)
    kind, start = name.lower(), data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if data.startswith((ZIP, OLE)):
        return read_xlsform(name, data)
    if kind.endswith(".lss") or (start == b"<" and not kind.endswith(_SCRIPTS)):
        return read_limesurvey(name, data)
    if kind.endswith(_SCRIPTS) or start in {b"{", b"["}:
        return _read_json(name, data)
    if kind.endswith(_XLSFORM) or start == b"|":
        return read_xlsform(name, data)
    return _read_text(data)


def _read_json(name: str, data: bytes) -> Read:
    desk = Desk()
    tree = read_json(desk, data)
    return read_own(data) if is_own(tree) else read_survey(desk, name, tree)


def _read_text(data: bytes) -> Read:
    """The text of the paste box; a line nobody understood refuses the file."""
    desk = Desk()
    if len(data) > MOST_BYTES:
        raise Refusal("file.too_large", limit=MOST_BYTES // 1024 // 1024)
    reading = parse(decoded(data))
    for each in reading.unread:
        desk.deny("unread_line", Line(each.at), word=explain_unread(each))
    if not any(reading.form.questions()):
        desk.deny("no_questions", Line())
    desk.clear()
    return finish(desk, reading.form, Line())

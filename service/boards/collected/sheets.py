"""A teller's form becomes a sheet, sealed while it waits for the other teller's.

The key lies outside the database, so that neither a copy of it nor its log holds an answer before
the box is opened. Two entries are compared by their choices; a text is nobody's to type alike.
"""

import hmac
import secrets
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from surveys import canonical
from surveys.ballots.ballot import Remark
from surveys.ballots.enclose import separate
from surveys.keys import SurveyKey
from surveys.questionnaire import fields as names
from surveys.questionnaire.answer import Answers, Mark, Marks
from surveys.questionnaire.answers import filled, fits
from surveys.questionnaire.form import Questionnaire
from surveys.refusals import Refusal
from surveys.values import Value

_NONCE: Final = 12


class Sheet(Value, frozen=True):
    """What stands on a paper ballot; an invalid one (废票) counts as returned and holds nothing."""

    valid: bool
    answers: Answers = {}
    remarks: tuple[Remark, ...] = ()


def read_sheet(form: Questionnaire, raw: Mapping[str, Sequence[str]]) -> Sheet:
    """A typed sheet. Blanks and several marks in one cell stay: the rule set decides on them."""
    over = {
        name: tuple(given)
        for name, values in raw.items()
        if name.startswith("m.") and len(given := [value for value in values if value]) > 1
    }
    plain = {name: list(values) for name, values in raw.items() if name not in over}
    answers = _with_overmarks(form, filled(form, plain), over)
    if not fits(form, answers):
        raise Refusal("form.malformed", question=form.title)
    choices, remarks = separate(form, answers)
    return Sheet(valid=True, answers=choices, remarks=remarks)


def _with_overmarks(
    form: Questionnaire, answers: Answers, over: Mapping[str, tuple[str, ...]]
) -> Answers:
    known = dict(answers)
    for matrix in form.matrices():
        given = known.get(matrix.key)
        if not isinstance(given, Marks):
            continue
        marks: dict[str, dict[str, Mark]] = {key: dict(row) for key, row in given.marks.items()}
        for subject in matrix.subjects:
            for indicator in matrix.indicators:
                cell = over.get(names.cell(matrix.key, subject.key, indicator.key))
                if cell is not None:
                    marks.setdefault(subject.key, {})[indicator.key] = cell
        known[matrix.key] = msgspec.structs.replace(given, marks=marks)
    return known


def write_choices(form: Questionnaire, sheet: Sheet) -> dict[str, list[str]]:
    """The fields that would give these choices, cells marked more than once among them."""
    fields = names.write(form, sheet.answers)
    for matrix in form.matrices():
        given = sheet.answers.get(matrix.key)
        for subject, row in given.marks.items() if isinstance(given, Marks) else ():
            for indicator, mark in row.items():
                if isinstance(mark, tuple):
                    fields[names.cell(matrix.key, subject, indicator)] = list(mark)
    return fields


def write_texts(sheet: Sheet) -> dict[str, list[str]]:
    """The fields in which its texts were typed."""
    return {names.plain(remark.question): [remark.words] for remark in sheet.remarks}


def seal(key: bytes, survey: SurveyKey, mark: bytes, sheet: Sheet) -> bytes:
    """Encrypt a sheet, bound to its serial."""
    nonce = secrets.token_bytes(_NONCE)
    plain = canonical.encode(sheet)
    return nonce + AESGCM(_key(key)).encrypt(nonce, plain, _bound(survey, mark))


def unseal(key: bytes, survey: SurveyKey, mark: bytes, content: bytes) -> Sheet:
    """The sheet again."""
    sealed, nonce = content[_NONCE:], content[:_NONCE]
    plain = AESGCM(_key(key)).decrypt(nonce, sealed, _bound(survey, mark))
    return canonical.decode(plain, Sheet)


def alike(key: bytes, survey: SurveyKey, mark: bytes, sheet: Sheet) -> bytes:
    """32 bytes that are the same for the same choices on the same sheet."""
    choices = canonical.encode(Sheet(valid=sheet.valid, answers=sheet.answers))
    return hmac.digest(_key(key), _bound(survey, mark) + choices, "sha256")


def _key(key: bytes) -> bytes:
    return hmac.digest(key, b"paper entries", "sha256")


def _bound(survey: SurveyKey, mark: bytes) -> bytes:
    return survey.encode() + b"\0" + mark

"""Pieces of a foreign form become a questionnaire: keys given, conditions tied, proofread."""

from collections.abc import Iterable
from typing import Final

import msgspec

from reports.wording.complaints import explain_complaint
from reports.wording.faults import say_fault
from service.interchange.deciding import Find, Known, decide, finder
from service.interchange.expressions import Nobody, parse
from service.interchange.joining import every
from service.interchange.naming import assign_keys
from service.interchange.objections import At, Desk, Remark
from surveys import canonical
from surveys.questionnaire.conditions import Condition, leaves
from surveys.questionnaire.form import Questionnaire, Section
from surveys.questionnaire.paste.reading import LONGEST
from surveys.questionnaire.proofread import Complaint, proofread
from surveys.questionnaire.questions import GradeMatrix, MultipleChoice, Question
from surveys.refusals import Refusal
from surveys.values import Value

MOST_QUESTIONS: Final = 500
MOST_OPTIONS: Final = 500


class Piece(Value, frozen=True, kw_only=True):
    """A question under its foreign name, still without its key and its condition."""

    name: str
    question: Question
    at: At
    codes: dict[str, str] = {}
    """Foreign codes of its options, and what they are called with us."""

    conditions: tuple[str, ...] = ()
    """Expressions that must all hold."""


class Part(Value, frozen=True, kw_only=True):
    """One section, still without its key."""

    title: str = ""
    lead: str = ""
    name: str = ""
    pieces: tuple[Piece, ...] = ()


class Read(Value, frozen=True, kw_only=True):
    """What a file became, and what its author should know about it."""

    form: Questionnaire
    remarks: tuple[Remark, ...] = ()
    complaints: tuple[Complaint, ...] = ()
    """What must be mended before anybody may be asked; the same as for a pasted form."""


class Draft:
    """Sections as they come; words without a question wait for the next one."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.parts: list[Part] = []
        self._title = ""
        self._waiting: list[str] = []
        self._last_words: At | None = None

    def open(self, title: str, name: str = "") -> None:
        """A heading; whatever comes next stands under it."""
        if self._waiting and self._title and not self.parts[-1].pieces:
            self._waiting.insert(0, self._title)
        self._title = title
        self.parts.append(Part(title=title, name=name))

    def tell(self, words: str, at: At) -> None:
        """Words to read before the questions that follow."""
        if words:
            self._waiting.append(words)
            self._last_words = at

    def ask(self, piece: Piece) -> None:
        """One more question; words in the middle of a section begin it anew."""
        last = self.parts[-1] if self.parts else None
        if last is None or (self._waiting and last.pieces):
            last = Part(title=self._title)
            self.parts.append(last)
        if self._waiting:
            last = msgspec.structs.replace(last, lead="\n".join(self._waiting))
            self._waiting = []
        self.parts[-1] = msgspec.structs.replace(last, pieces=(*last.pieces, piece))

    def close(self) -> tuple[Part, ...]:
        """The sections that ask something. Words behind the last question have no place."""
        if self._waiting and self._last_words is not None:
            words = " ".join(self._waiting)
            self.desk.remark("closing_words", self._last_words, word=words)
        return tuple(part for part in self.parts if part.pieces)


def assemble(
    desk: Desk, parts: tuple[Part, ...], *, title: str, whole: At, version: int = 1
) -> Read:
    """The form; any objection so far, or found here, refuses all of it."""
    pieces = [piece for part in parts for piece in part.pieces]
    if not pieces and not desk.objections:
        desk.deny("no_questions", whole)
    if len(pieces) > MOST_QUESTIONS:
        desk.deny("too_many_questions", whole, limit=MOST_QUESTIONS, number=len(pieces))
        pieces = []
    _deny_twins(desk, pieces)
    if _deny_crowds(desk, pieces):
        pieces = []
    keyed = _keyed(desk, pieces)
    asked = iter(_tied(desk, pieces, keyed))
    desk.clear()
    names = assign_keys([part.name for part in parts], "s")
    sections = tuple(
        Section(
            key=key,
            title=part.title,
            lead=part.lead,
            questions=tuple(next(asked) for _ in part.pieces),
        )
        for key, part in zip(names, parts, strict=True)
    )
    form = Questionnaire(title=title, sections=sections, version=version)
    return finish(desk, form, whole, tuple(piece.at for piece in pieces))


def finish(desk: Desk, form: Questionnaire, whole: At, places: Iterable[At] = ()) -> Read:
    """Proofread: what makes a condition senseless refuses, the rest can be mended as text."""
    where = {
        question.title: at
        for question, at in reversed(list(zip(form.questions(), places, strict=False)))
    }
    complaints = proofread(form)
    for complaint in complaints:
        title = complaint.where[0] if complaint.where else ""
        if complaint.code.startswith("condition."):
            desk.deny("condition", where.get(title, whole), word=title)
        elif complaint.code in {"key.duplicate", "question.same_field"}:
            desk.deny("unfit", whole, word=explain_complaint(complaint).removesuffix("。"))
    _reread(desk, form, whole)
    desk.clear()
    return Read(form=form, remarks=tuple(desk.remarks), complaints=complaints)


def _reread(desk: Desk, form: Questionnaire, whole: At) -> None:
    """What is handed on must be read back from its canonical bytes."""
    try:
        canonical.decode(canonical.encode(form), Questionnaire)
    except Refusal as refusal:
        desk.deny("unfit", whole, word=say_fault(str(refusal.data["detail"])))


def _deny_twins(desk: Desk, pieces: list[Piece]) -> None:
    seen: set[str] = set()
    for piece in pieces:
        if piece.name and piece.name in seen:
            desk.deny("name_twice", piece.at, word=piece.name)
        seen.add(piece.name)


def _deny_crowds(desk: Desk, pieces: list[Piece]) -> bool:
    """Object to questions with more options than we take; there are any."""
    crowds = [(piece.at, len(getattr(piece.question, "options", ()))) for piece in pieces]
    found = [(at, number) for at, number in crowds if number > MOST_OPTIONS]
    for at, number in found:
        desk.deny("too_many_options", at, limit=MOST_OPTIONS, number=number)
    return bool(found)


def _keyed(desk: Desk, pieces: list[Piece]) -> dict[str, Known]:
    """Every piece by its foreign name, with the key it has from now on."""
    keys = assign_keys([piece.name for piece in pieces], "q")
    known: dict[str, Known] = {}
    for at, (piece, key) in enumerate(zip(pieces, keys, strict=True)):
        if piece.name and piece.name.lower() != key:
            desk.remark("renamed", piece.at, name=piece.name, key=key)
        question = msgspec.structs.replace(piece.question, key=key)
        if isinstance(question, GradeMatrix):
            question = _own_subject(question)
        known[piece.name or f"\0{at}"] = Known(question=question, codes=piece.codes)
    return known


def _own_subject(matrix: GradeMatrix) -> GradeMatrix:
    """A matrix that names nobody is about itself: its one row block is called like it."""
    if matrix.subjects[0].key:
        return matrix
    first = msgspec.structs.replace(matrix.subjects[0], key=matrix.key)
    return msgspec.structs.replace(matrix, subjects=(first, *matrix.subjects[1:]))


def _tied(desk: Desk, pieces: list[Piece], known: dict[str, Known]) -> list[Question]:
    tie = _Tie(finder(known | _ticked(known)))
    asked: list[Question] = []
    refused = bool(desk.objections)
    for piece, found in zip(pieces, known.values(), strict=False):  # twins were objected to
        condition = _condition(desk, piece, tie, refused=refused)
        asked.append(msgspec.structs.replace(found.question, show_if=condition))
    return asked


def _ticked(known: dict[str, Known]) -> dict[str, Known]:
    """An option of a multiple choice under the name LimeSurvey gives it."""
    return {
        f"{name}_{code}": msgspec.structs.replace(one, option=option)
        for name, one in known.items()
        for code, option in one.codes.items()
        if isinstance(one.question, MultipleChoice)
    }


class _Tie:
    """Expressions become conditions, each once: what a group asks stands at all its questions."""

    def __init__(self, find: Find) -> None:
        self._find = find
        self._known: dict[str, Condition] = {}
        self.size = 0

    def decide(self, expression: str) -> Condition:
        """What it says; how much all of them say is counted."""
        if expression not in self._known:
            self._known[expression] = decide(parse(expression), self._find)
        found = self._known[expression]
        self.size += sum(len(getattr(leaf, "options", " ")) for leaf in leaves(found))
        return found


def _condition(desk: Desk, piece: Piece, tie: _Tie, *, refused: bool) -> Condition | None:
    """`refused` says that a name nobody has may be that of a question refused before."""
    found: list[Condition] = []
    for expression in piece.conditions:
        try:
            found.append(tie.decide(expression))
        except Nobody as nobody:
            if not refused:
                desk.deny("condition_unclear", piece.at, word=expression, part=str(nobody))
        except ValueError as unclear:  # or nested deeper than a condition may be
            desk.deny("condition_unclear", piece.at, word=expression, part=str(unclear))
        if tie.size > LONGEST:
            desk.refuse("text_too_long", piece.at, limit=LONGEST, word=expression)
    return every(found) if found else None

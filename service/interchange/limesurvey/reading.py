"""A LimeSurvey structure file becomes a questionnaire: its groups are sections."""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from service.interchange.assembling import Draft, Read, assemble
from service.interchange.limesurvey.attributes import Attributes
from service.interchange.limesurvey.kinds import Asked, deny_piping, read_pieces
from service.interchange.limesurvey.tables import Row, Tables, read_tables
from service.interchange.objections import Desk, Node
from service.interchange.plain import label, plain

_SUFFIX: Final = re.compile(r"\b(\w+)\.(?:NAOK|value|valueNAOK|code)\b")
_BY_NUMBER: Final = re.compile(r"\b\d+X\d+X(\d+)(?:([A-Za-z]\w*)|#\d)?")
_BY_ROW: Final = re.compile(r"\bQ(\d+)(?:_S(\d+))?\b")
"""A question, and its part, by the numbers of their rows: what newer versions write."""
_THEMES: Final = ("image_select", "browserdetect")
"""Looks that ask for something else: pictures to choose, the browser instead of words."""
_DIGITS: Final = 9
_NOTHING: Final[Row] = {}
_ALWAYS: Final = frozenset({"", "1", "true", "(1)"})


def read_limesurvey(name: str, data: bytes) -> Read:
    """The form, or a refusal that names every question it cannot take over."""
    desk = Desk()
    tables = read_tables(desk, data)
    if tables.languages > 1:
        desk.remark("language", Node(), word=tables.language)
    _deny_survey(desk, tables)
    settings = _settings(tables)
    reader = _Reader(desk, tables)
    reader.read(settings)
    title = settings.get("surveyls_title", "")
    if not title.strip():
        title = name.rpartition(".")[0] or name or "LimeSurvey"
        desk.remark("title_missing", Node(), word=title)
    heading = label(desk, plain(desk, title, Node(), markup=True), Node())
    return assemble(desk, reader.draft.close(), title=heading, whole=Node())


def _settings(tables: Tables) -> Row:
    """Title and texts of the survey in the language read."""
    rows = tables.of("surveys_languagesettings")
    mine = (row for row in rows if row.get("surveyls_language") == tables.language)
    return next(mine, next(iter(rows), _NOTHING))


def _deny_survey(desk: Desk, tables: Tables) -> None:
    if tables.of("quota"):
        desk.deny("quota", Node())
    if tables.of("assessments"):
        desk.remark("correct", Node())
    titles = {row.get("qid", ""): row.get("title", "") for row in tables.of("questions")}
    asked = {row.get("dvid", ""): row.get("qid", "") for row in tables.of("defaultvalues")}
    for row in (*tables.of("defaultvalues"), *tables.of("defaultvalue_l10ns")):
        if row.get("defaultvalue", "").strip():
            qid = row.get("qid") or asked.get(row.get("dvid", ""), "")
            desk.deny("default", Node(titles.get(qid, "")), word=row["defaultvalue"])


class _Reader:
    """Goes through groups and their questions in order."""

    def __init__(self, desk: Desk, tables: Tables) -> None:
        self.desk, self.tables, self.draft = desk, tables, Draft(desk)
        every = (*tables.of("questions"), *tables.of("subquestions"))
        self.questions = [row for row in every if row.get("parent_qid", "0") in {"", "0"}]
        self.parts = [row for row in every if row.get("parent_qid", "0") not in {"", "0"}]
        self.codes = {row.get("qid", ""): row.get("title", "") for row in every}
        self.known = frozenset(self.codes.values())
        self.in_group = _sorted_by("gid", self.questions)
        self.parts_of = _sorted_by("parent_qid", self.parts)
        self.answers_of = _sorted_by("qid", tables.of("answers"))
        self.attributes_of = _sorted_by("qid", tables.of("question_attributes"))
        self.tied = {row.get("qid") for row in tables.of("conditions")}

    def read(self, settings: Row) -> None:
        """Everything, between the welcome and the end text."""
        self.tell(settings.get("surveyls_welcometext", ""), Node())
        self.tell(settings.get("surveyls_description", ""), Node())
        for group in _ordered(self.tables.of("groups"), "group_order"):
            self.group(group)
        for name in ("surveyls_endtext", "surveyls_url"):
            if settings.get(name, "").strip():
                self.desk.remark("other_words", Node(), word=name)

    def tell(self, words: str, at: Node) -> None:
        deny_piping(self.desk, words, at)
        self.draft.tell(plain(self.desk, words, at, markup=True), at)

    def group(self, group: Row) -> None:
        at = Node()
        words = plain(self.desk, group.get("group_name", ""), at, markup=True)
        deny_piping(self.desk, words, at)
        self.draft.open(label(self.desk, words, at) if words else "", "")
        if group.get("randomization_group", "").strip():
            self.desk.deny("random", at)
        conditions = self.conditions(group.get("grelevance", ""))
        if conditions and group.get("description", "").strip():
            self.desk.deny("conditional_note", at)
        self.tell(group.get("description", ""), at)
        mine = self.in_group[group.get("gid", "")]
        for row in _ordered(mine, "question_order"):
            self.question(row, conditions)

    def question(self, row: Row, conditions: tuple[str, ...]) -> None:
        at = Node(row.get("title", ""))
        own = self.conditions(row.get("relevance", ""))
        if row.get("qid") in self.tied and not own:
            self.desk.deny("old_conditions", at)
        asked = self.asked(row)
        if row.get("question_theme_name", "").startswith(_THEMES):
            self.desk.deny("attribute", at, word="theme", value=row["question_theme_name"])
        if row.get("type") == "X":
            if own or conditions:
                self.desk.deny("conditional_note", at)
            asked.attributes.deny(self.desk, at, "X")
            self.tell(row.get("question", ""), at)
            self.tell(row.get("help", ""), at)
            return
        for piece in read_pieces(asked, (*conditions, *own)):
            self.draft.ask(piece)

    def asked(self, row: Row) -> Asked:
        qid = row.get("qid", "")
        mine = self.parts_of[qid]
        for part in mine:
            if self.conditions(part.get("relevance", "")):
                words = f"{part.get('title', '')}: {part['relevance']}"
                self.desk.deny(
                    "attribute", Node(row.get("title", "")), word="relevance", value=words
                )
        return Asked(
            desk=self.desk,
            row=row,
            subquestions=tuple(_ordered(mine, "question_order")),
            answers=tuple(_ordered(self.answers_of[qid], "sortorder")),
            attributes=Attributes(self.attributes_of[qid]),
        )

    def conditions(self, relevance: str) -> tuple[str, ...]:
        """An expression in terms of question codes; what always holds says nothing."""
        text = relevance.strip()
        if text.lower() in _ALWAYS:
            return ()
        text = _BY_ROW.sub(self.row, text)
        text = _BY_NUMBER.sub(lambda found: self.named(found[1], found[2] or ""), text)
        return (_SUFFIX.sub(r"\1", text),)

    def row(self, found: re.Match[str]) -> str:
        """The code of a row; a code that looks like a number of a row is itself."""
        if found[0] in self.known or found[1] not in self.codes:
            return found[0]
        part = self.codes.get(found[2], f"{found[2]}?") if found[2] else ""
        return self.named(found[1], part)

    def named(self, qid: str, part: str) -> str:
        code = self.codes.get(qid, f"{qid}?")
        return f"{code}_{part}" if part else code


def _sorted_by(column: str, rows: Iterable[Row]) -> defaultdict[str, list[Row]]:
    found = defaultdict[str, list[Row]](list)
    for row in rows:
        found[row.get(column, "")].append(row)
    return found


def _ordered(rows: Iterable[Row], by: str) -> list[Row]:
    """In the order of a column; the file's own order where it says nothing."""
    return sorted(rows, key=lambda row: _whole(row.get(by, "")))


def _whole(written: str) -> int:
    return int(written) if written.isdecimal() and len(written) <= _DIGITS else 0

"""A SurveyJS file becomes a questionnaire: pages and panels with a title are sections."""

import re
from typing import Any, Final, cast

import msgspec

from service.interchange.assembling import Draft, Piece, Read, assemble
from service.interchange.objections import Desk, Path
from service.interchange.plain import label, plain
from service.interchange.surveyjs.fields import Here, Members
from service.interchange.surveyjs.kinds import read_pieces
from service.interchange.surveyjs.properties import deny_properties, deny_survey
from surveys.questionnaire.questions import GradeMatrix, Subject

_DEEPEST: Final = 20
_BOXES: Final = ("panel", "flowpanel")


def read_survey(desk: Desk, name: str, tree: Any) -> Read:  # noqa: ANN401 -- a stranger's JSON
    """The form, or a refusal that names every path it cannot take over."""
    root = Path("$")
    if not isinstance(tree, dict) or not {"pages", "elements", "questions"} & tree.keys():
        desk.refuse("not_surveyjs", root)
    here = Here(desk, "$", cast("Members", tree))
    deny_survey(here)
    walker = _Walker(desk)
    lead = here.plain("description")
    walker.draft.tell(lead, root)
    for page in here.below("pages") if "pages" in here.members else (here,):
        walker.box(page, (), "", 0)
    title = here.text("title")
    if not title:
        title = re.split(r"[\\/]", name)[-1].rpartition(".")[0] or name or "SurveyJS"
        desk.remark("title_missing", root, word=title)
    heading = label(desk, plain(desk, title, root).replace("\n", " "), root)
    version = _version(here)
    return assemble(desk, walker.draft.close(), title=heading, whole=root, version=version)


def _version(here: Here) -> int:
    ours = here.members.get("minping")
    version: object = cast("Members", ours).get("version") if isinstance(ours, dict) else None
    return version if isinstance(version, int) and 1 <= version < 10**6 else 1


class _Walker:
    """Goes down pages and panels once and fills a draft."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.draft = desk, Draft(desk)

    def box(self, here: Here, conditions: tuple[str, ...], title: str, depth: int) -> None:
        """A page or a panel."""
        if depth > _DEEPEST:
            here.deny("shape", word="elements", kind="shallow")
            return
        own = here.members.get("visibleIf")
        inner = (*conditions, *((own,) if isinstance(own, str) and own.strip() else ()))
        if here.path != "$":
            deny_properties(here, "panel")
            if here.flag("isRequired"):  # any one of its questions has to be answered
                here.deny("property", word="isRequired")
            title = self.heading(here, title, inner)
        for name in ("elements", "questions"):
            for element in here.below(name):
                self.element(element, inner, title, depth)

    def heading(self, here: Here, outer: str, conditions: tuple[str, ...]) -> str:
        """A page begins a section; a panel only if it has a title."""
        words, about = here.text("title"), here.plain("description")
        title = label(self.desk, plain(self.desk, words, here.at), here.at) if words else ""
        if words or not here.members.get("type"):
            self.draft.open(title, here.text("name"))
        else:
            title = outer
        if about and conditions:
            here.deny("conditional_note")
        self.draft.tell(about, here.at)
        return title

    def element(self, here: Here, conditions: tuple[str, ...], title: str, depth: int) -> None:
        kind = here.members.get("type", "text")
        if kind in _BOXES:
            self.panel(here, conditions, title, depth)
        elif kind == "html":
            self.words(here, conditions)
        else:
            for piece in read_pieces(here, conditions):
                self.draft.ask(piece)

    def panel(self, here: Here, conditions: tuple[str, ...], title: str, depth: int) -> None:
        ours = here.members.get("minping")
        if isinstance(ours, dict) and cast("Members", ours).get("matrix") is True:
            piece = _joined(here, conditions)
            if piece:
                self.draft.ask(piece)
                return
        self.box(here, conditions, title, depth + 1)
        if here.members.get("title"):
            self.draft.open(title)

    def words(self, here: Here, conditions: tuple[str, ...]) -> None:
        if conditions or here.members.get("visibleIf"):
            here.deny("conditional_note")
        elif here.members.get("visible") is False:
            here.deny("hidden")
        text = plain(self.desk, here.text("html"), here.at, markup=True)
        self.draft.tell(text, here.at)


def _joined(here: Here, conditions: tuple[str, ...]) -> Piece | None:
    """The matrices of several appraisees, as this program wrote them, become one again."""
    parts = [piece for each in here.below("elements") for piece in read_pieces(each, ())]
    matrices = [part.question for part in parts if isinstance(part.question, GradeMatrix)]
    if len(matrices) < len(parts) or not matrices:
        return None
    first = matrices[0]
    alike = {(matrix.indicators, matrix.grades, matrix.required) for matrix in matrices}
    if len(alike) > 1:
        return None
    own = here.members.get("visibleIf")
    title, rest = here.title()
    subjects = tuple(
        Subject(key=_key(part), label=matrix.title, note=matrix.help)
        for part, matrix in zip(parts, matrices, strict=True)
    )
    question = msgspec.structs.replace(
        first, title=title, help=rest or here.plain("description"), subjects=subjects
    )
    return Piece(
        name=here.text("name"),
        question=question,
        at=here.at,
        codes=parts[0].codes,
        conditions=(*conditions, *((own,) if isinstance(own, str) and own.strip() else ())),
    )


def _key(part: Piece) -> str:
    """An appraisee is named behind the matrix: `q1/caizheng`."""
    return part.name.rpartition("/")[2]

"""Our own file: the canonical questionnaire in an envelope that says which layout it has."""

from typing import Any, Final, Literal

import msgspec

from reports.wording.faults import say_fault
from service.interchange.assembling import Read, finish
from service.interchange.objections import Desk, Path
from surveys import canonical
from surveys.questionnaire.form import Questionnaire
from surveys.refusals import Refusal
from surveys.values import Value

NAME: Final = "minping-questionnaire"
LAYOUT: Final = 1


class _File(Value, frozen=True):
    format: Literal["minping-questionnaire"]
    layout: int
    questionnaire: msgspec.Raw


def is_own(tree: Any) -> bool:  # noqa: ANN401 -- a stranger's JSON
    """Whether JSON says that it is ours."""
    return isinstance(tree, dict) and tree.get("format") == NAME  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]


def write_own(form: Questionnaire) -> bytes:
    """Canonical bytes; whatever a questionnaire holds comes back."""
    return canonical.encode({"format": NAME, "layout": LAYOUT, "questionnaire": form}) + b"\n"


def read_own(data: bytes) -> Read:
    """The questionnaire as it was written."""
    desk, root = Desk(), Path("$")
    try:
        outer = canonical.decode(data.removeprefix(b"\xef\xbb\xbf"), _File)
        if outer.layout > LAYOUT:
            desk.refuse("own_version", root, number=outer.layout, limit=LAYOUT)
        form = canonical.decode(bytes(outer.questionnaire), Questionnaire)
    except Refusal as refusal:
        if refusal.code == "interchange.rejected":
            raise
        desk.refuse("own_json", root, word=say_fault(str(refusal.data["detail"])))
    return finish(desk, form, root)

"""Settings of a LimeSurvey question: which change what is asked and have no equal with us."""

from typing import Final

from service.interchange.limesurvey.tables import Row
from service.interchange.objections import Desk, Node

_CHANGING: Final[dict[str, frozenset[str]]] = {
    "array_filter": frozenset({""}),
    "array_filter_exclude": frozenset({""}),
    "assessment_value": frozenset({"", "0", "1"}),
    "code_filter": frozenset({""}),
    "commented_checkbox": frozenset({"", "allways"}),
    "em_validation_q": frozenset({""}),
    "em_validation_sq": frozenset({""}),
    "equals_num_value": frozenset({""}),
    "equation": frozenset({""}),
    "exclude_all_others": frozenset({""}),
    "hidden": frozenset({"", "0"}),
    "max_num_value": frozenset({""}),
    "min_num_value": frozenset({""}),
    "maximum_selection": frozenset({""}),
    "multiflexible_checkbox": frozenset({"", "0"}),
    "numbers_only": frozenset({"", "0"}),
    "other_numbers_only": frozenset({"", "0"}),
    "parent_order": frozenset({""}),
    "prefix": frozenset({""}),
    "random_group": frozenset({""}),
    "random_order": frozenset({"", "0"}),
    "alphasort": frozenset({"", "0"}),
    "answer_order": frozenset({"", "normal"}),
    "exclude_all_others_auto": frozenset({"", "0"}),
    "location_mapservice": frozenset({"", "0"}),
    "max_num_value_sgqa": frozenset({""}),
    "max_subquestions": frozenset({""}),
    "min_num_value_sgqa": frozenset({""}),
    "num_value_equals_sgqa": frozenset({""}),
    "other_position": frozenset({"", "default", "end"}),
    "subquestion_order": frozenset({"", "normal"}),
    "time_limit": frozenset({"", "0"}),
    "value_range_allows_missing": frozenset({"", "1"}),
}
"""Values that say nothing; any other is objected to."""
_READ: Final = {
    "min_answers": "MR",
    "max_answers": "MR",
    "maximum_chars": "STU",
    "min_num_value_n": "N",
    "max_num_value_n": "N",
    "suffix": "N",
}
"""Settings that are read, and for which types; on any other they are objected to."""
_RANDOM: Final = frozenset({"random_group", "random_order", "answer_order", "subquestion_order"})


class Attributes:
    """The settings of one question by name, in the language read."""

    def __init__(self, rows: list[Row]) -> None:
        self._values = {row.get("attribute", ""): row.get("value", "").strip() for row in rows}

    def get(self, name: str) -> str:
        """A setting; empty where it is not set."""
        return self._values.get(name, "")

    def deny(self, desk: Desk, at: Node, kind: str) -> None:
        """Object to every setting that changes a question of this type."""
        for name, value in self._values.items():
            if value and kind not in _READ.get(name, kind):
                desk.deny("attribute", at, word=name, value=value)
            elif name in _CHANGING and value not in _CHANGING[name]:
                if name in _RANDOM:
                    desk.deny("random", at)
                elif name == "hidden":
                    desk.deny("hidden", at)
                elif name == "exclude_all_others":
                    desk.deny("exclusive", at, word=value)
                else:
                    desk.deny("attribute", at, word=name, value=value)

    def whole(self, desk: Desk, at: Node, name: str) -> int | None:
        """A whole number, if one is set."""
        value = self.get(name)
        if not value:
            return None
        if not value.isdecimal() or len(value) > 6:
            desk.deny("attribute", at, word=name, value=value)
            return None
        return int(value)

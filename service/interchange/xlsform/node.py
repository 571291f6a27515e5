"""One node of pyxform's tree: a question, a group or a choice, with what its row said."""

from typing import Any, Final, cast

ROW: Final = "minping_row"
Members = dict[str, Any]


class Node:
    """A view of one dict of the tree; every look at it says what is wanted."""

    def __init__(self, members: Members) -> None:
        self.members = members

    def word(self, name: str) -> str:
        """A word; empty where there is none."""
        value = self.members.get(name)
        return "" if value is None or value is False else str(value)

    def value(self, name: str) -> object:
        """Whatever stands there."""
        return self.members.get(name)

    def below(self, name: str) -> "Node":
        """A group of columns, such as `bind`."""
        value = self.members.get(name)
        return Node(cast("Members", value) if isinstance(value, dict) else {})

    def nodes(self, name: str) -> list["Node"]:
        """Children or choices."""
        value = self.members.get(name)
        items = cast("list[object]", value) if isinstance(value, list) else []
        return [Node(cast("Members", item)) for item in items if isinstance(item, dict)]

    def but(self, **members: object) -> "Node":
        """The same with other words."""
        return Node({**self.members, **members})

    @property
    def row(self) -> int:
        """Its row in the file; 0 where pyxform made it up."""
        return int(self.word(ROW) or 0)

    @property
    def kind(self) -> str:
        """The type as pyxform calls it."""
        return self.word("type")

    @property
    def key(self) -> str:
        """What it is called: our own key where we wrote the file."""
        return self.word("minping_key") or self.word("name")

    @property
    def looks(self) -> str:
        """Its appearance."""
        return self.below("control").word("appearance")

    def tied(self, name: str) -> str:
        """An expression of its row; what always holds says nothing."""
        text = self.below("bind").word(name).strip()
        always = name == "relevant" and text.lower() in {"true()", "1", "yes", "true"}
        return "" if always else text

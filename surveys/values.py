"""What every value of the river is: frozen, compared by content, strict about unknown fields."""

import msgspec


class Value(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A frozen value. It carries configuration only, never behaviour to inherit."""

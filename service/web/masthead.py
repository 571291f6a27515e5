"""In whose name the site speaks, kept so that a page that says no need ask nobody."""

from typing import Final

from litestar.datastructures import State

from reports.wording.front import PROGRAM

_KEY: Final = "masthead"


def remember(state: State, congress: str) -> None:
    """Keep the name for the pages that follow."""
    state[_KEY] = congress


def recall(state: State) -> str:
    """The congress, or the program's own name where none is known yet."""
    return state.get(_KEY) or PROGRAM

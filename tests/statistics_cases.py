"""The reference cases of statistics: read, looked up, and compared as each of them asks."""

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

_FILE = Path(__file__).parent / "data" / "statistics-reference.json"
_READ: Final[dict[str, Any]] = json.loads(_FILE.read_text("utf-8"))
_NEAR_ZERO: Final = 1e-12

ALL: Final[tuple[dict[str, Any], ...]] = tuple(_READ["cases"])
DATA: Final[dict[str, dict[str, list[Any]]]] = _READ["datasets"]


def case(begins: str) -> dict[str, Any]:
    """The one case whose name begins so."""
    (found,) = [each for each in ALL if each["id"].startswith(begins)]
    return found


def topic(begins: str) -> dict[str, dict[str, Any]]:
    """Name → case, of the topics that begin so."""
    return {each["id"]: each for each in ALL if each["topic"].startswith(begins)}


def column(dataset: str, name: str) -> NDArray[np.float64]:
    """A column of numbers of one of the data sets; a missing one is NaN."""
    return np.array(DATA[dataset][name], dtype=np.float64)


def assert_close(found: Any, wanted: Any, rel_tol: float, *, at: str = "") -> None:
    """Equal shape, and every number within the tolerance (1e-12 near zero)."""
    if isinstance(wanted, Mapping):
        for key, value in wanted.items():
            assert_close(found[key], value, rel_tol, at=f"{at}.{key}")
    elif isinstance(wanted, list | tuple):
        assert len(found) == len(wanted), f"{at}: {found} is not as long as {wanted}"
        for number, (one, other) in enumerate(zip(found, wanted, strict=True)):
            assert_close(one, other, rel_tol, at=f"{at}[{number}]")
    else:
        near = math.isclose(float(found), float(wanted), rel_tol=rel_tol, abs_tol=_NEAR_ZERO)
        assert near, f"{at}: {found} is not {wanted} within {rel_tol}"

"""Where the typefaces of an official document lie, and what is missing.

仿宋, 楷体, 黑体 and the stand-in for 小标宋 are the Fandol family, unpacked at set-up; characters
they lack (names such as 喆 and 玥) come from Noto. An office's own licensed fonts, if installed,
stand first in the style sheets.
"""

from importlib.util import find_spec
from pathlib import Path
from typing import Final

from surveys.values import Value

FANDOL: Final[dict[str, str]] = {
    "FandolFang": "FandolFang-Regular.otf",
    "FandolKai": "FandolKai-Regular.otf",
    "FandolHei": "FandolHei-Regular.otf",
    "FandolSong": "FandolSong-Bold.otf",
}
NOTO: Final[dict[str, str]] = {
    "Noto Serif SC": "NotoSerifSC-Regular.otf",
    "Noto Sans SC": "NotoSansSC-Regular.otf",
}


class Fonts(Value, frozen=True):
    """Two folders: the Fandol family and the Noto fallback."""

    fandol: str
    noto: str


def locate_fonts(fandol: Path) -> Fonts:
    """Pair the unpacked Fandol folder with the Noto files of the installed package."""
    spec = find_spec("pylopdf_fonts_zh_cn")
    folders = spec.submodule_search_locations if spec else None
    return Fonts(str(fandol), next(iter(folders), "") if folders else "")


def font_files(fonts: Fonts) -> dict[str, Path]:
    """Every family and its file, found or not."""
    return {
        **{family: Path(fonts.fandol) / name for family, name in FANDOL.items()},
        **{family: Path(fonts.noto) / name for family, name in NOTO.items()},
    }


def missing_fonts(fonts: Fonts) -> tuple[str, ...]:
    """Files that are not there. A document still prints without them, in the next best face."""
    return tuple(path.name for path in font_files(fonts).values() if not path.is_file())

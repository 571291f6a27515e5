"""What a document may load: our own fonts, each under one exact address, and nothing else.

WeasyPrint asks its fetcher for every image, style sheet, font and attachment. The one here knows a
fixed table of addresses with a scheme of their own; no network, file or data address is in it.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from weasyprint.urls import URLFetcher, URLFetcherResponse

from reports.rendering.fonts import Fonts, font_files

SCHEME: Final = "minping-font:"


class RefusedAddress(ValueError):
    """Something in a document asked for an address that is not ours."""


class OwnFilesOnly(URLFetcher):
    """Serves the files of its table and refuses everything else, before anything is opened."""

    def __init__(self, files: Mapping[str, Path]) -> None:
        """Serve exactly these addresses."""
        super().__init__(  # pyright: ignore[reportUnknownMemberType]
            allowed_protocols=(), allow_redirects=False
        )
        self.files: Final = dict(files)
        self.refused: Final[list[str]] = []

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:  # noqa: ARG002
        """Serve a file of the table; `headers` is part of the signature and unused."""
        path = self.files.get(url)
        if path is None:
            self.refused.append(url)
            raise RefusedAddress(url)
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": "font/otf"})


def own_files(fonts: Fonts) -> dict[str, Path]:
    """Addresses of the font files that exist."""
    return {f"{SCHEME}{path.name}": path for path in font_files(fonts).values() if path.is_file()}


def font_faces(fonts: Fonts) -> str:
    """The @font-face rules for the files that exist."""
    return "\n".join(
        f'@font-face {{ font-family: "{family}"; src: url("{SCHEME}{path.name}"); }}'
        for family, path in font_files(fonts).items()
        if path.is_file()
    )

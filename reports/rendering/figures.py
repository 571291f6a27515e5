"""What WeasyPrint 70 says of a figure is put right: where it stands and whose caption is whose.

ISO 32000-1, 14.8.5.4.3: a bounding box is in points from the lower left corner; and PDF/UA wants a
caption inside its figure.
"""

from typing import Any, Final, TypeAlias

Entry: TypeAlias = Any
"""A dictionary of pydyf, which is untyped."""
_POINTS: Final = 0.75
"""A CSS pixel in points."""


def mend_figures(pdf: Entry) -> None:
    """Mend every figure of a PDF that is about to be written."""
    known: dict[bytes, Entry] = {
        entry.reference: entry for entry in pdf.objects if hasattr(entry, "get")
    }
    for entry in list(known.values()):
        if entry.get("S") == "/Figure":
            _place(entry, known[entry["Pg"]])
        if entry.get("S") == "/NonStruct":
            _take_caption(entry, [known[kid] for kid in entry["K"] if kid in known])


def _place(figure: Entry, page: Entry) -> None:
    box = figure["A"]["BBox"]
    left, top, right, bottom = (side * _POINTS for side in box)
    height = page["MediaBox"][3]
    box[:] = [left, height - bottom, right, height - top]


def _take_caption(parent: Entry, kids: list[Entry]) -> None:
    if [kid.get("S") for kid in kids] != ["/Figure", "/Caption"]:
        return
    figure, caption = kids
    figure["K"].append(caption.reference)
    caption["P"] = figure.reference
    parent["K"][:] = [figure.reference]

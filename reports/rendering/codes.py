"""An address becomes a QR code, drawn as SVG."""

import segno


def draw_code(address: str, title: str) -> str:
    """Draw it. A printed code survives a fold, so a quarter of it may be lost (level Q)."""
    code = segno.make_qr(address, error="q", boost_error=False)
    return code.svg_inline(border=2, omitsize=True, title=title)

"""An office file is a zip: packed anew without a clock, the same pages are the same bytes."""

import io
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_NEVER: Final = (1980, 1, 1, 0, 0, 0)


def pack(parts: bytes) -> bytes:
    """Give every part of a zip one fixed time and no trace of a system."""
    packed = io.BytesIO()
    with ZipFile(io.BytesIO(parts)) as old, ZipFile(packed, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = ZipInfo(name, _NEVER)
            entry.compress_type, entry.create_system = ZIP_DEFLATED, 0
            new.writestr(entry, old.read(name))
    return packed.getvalue()

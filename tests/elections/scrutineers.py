"""Scrutineers on a computer of their own: keys, an opened box, a recount; by commands alone."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from service.settings import CHECKOUT
from tests.elections.commands import Said, minping, must
from tests.elections.printed import read_share


class Scrutineers:
    """Three of them, any two of whom open the box."""

    def __init__(self, names: Sequence[str], computer: Path) -> None:
        self.names = tuple(names)
        self._computer = computer
        computer.mkdir(parents=True)
        fonts = CHECKOUT / "var" / "fonts"
        if fonts.is_dir():
            (computer / "fonts").symlink_to(fonts, target_is_directory=True)

    async def make_key(self, title: str) -> bytes:
        """Deal a key, hand the sheets round, and give what is public to the secretary."""
        folder = self._computer / "key"
        held = [word for name in self.names for word in ("--for", name)]
        said = await must("make-key", *held, "--title", title, folder, home=self._computer)
        assert f"分成 {len(self.names)} 份，任意 2 份能开箱" in said
        for sheet in sorted(folder.glob("分钥匙*.pdf")):
            name = sheet.stem.rpartition("-")[2]
            self._words(name).write_text(read_share(sheet.read_bytes()), "utf-8")
            sheet.unlink()
        return (folder / "box-key.json").read_bytes()

    def _words(self, name: str) -> Path:
        """What somebody typed off the own sheet."""
        return self._computer / f"{name}.txt"

    async def try_key(self, first: str, second: str) -> str:
        """The password that only two together can read; both type their words."""
        typed = [self._words(name).read_text("utf-8") for name in (first, second)]
        public = self._computer / "key" / "box-key.json"
        said = await must("try-key", public, typed=typed, home=self._computer)
        found = re.search(r"口令 ([0-9A-Z-]+)", said)
        assert found, said
        return found[1]

    async def open_sealed(self, archive: bytes, *present: str) -> tuple[bytes, str, str]:
        """What came out of the box, the root of its sealed list, the fingerprint of all of it."""
        taken, out = self._computer / "to-open.zip", self._computer / "opened.json"
        taken.write_bytes(archive)
        shares = [word for name in present for word in ("--share", self._words(name))]
        said = await must("open-sealed", taken, *shares, "--out", out, home=self._computer)
        root, whole, _ = re.findall(r"指纹 ([0-9a-f]{64})", said)
        return out.read_bytes(), root, whole

    async def verify(
        self,
        files: Mapping[str, bytes],
        *,
        fingerprint: str,
        witness: str = "",
        receipts: Sequence[bytes] = (),
        opened: bool = False,
    ) -> Said:
        """Recount what was published, as anybody may; beside what they opened themselves."""
        folder = self._computer / "published"
        folder.mkdir()
        for name, data in files.items():
            (folder / name).write_bytes(data)
        shown: list[str | Path] = ["--witness", witness] if witness else []
        for at, receipt in enumerate(receipts):
            path = self._computer / f"receipt-{at}.json"
            path.write_bytes(receipt)
            shown += ["--receipt", path]
        if opened:
            shown += ["--opened", self._computer / "opened.json"]
        return await minping("verify", folder, "--fingerprint", fingerprint, *shown)

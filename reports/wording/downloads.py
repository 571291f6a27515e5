"""Names of files a browser keeps."""

from typing import Final

CARDS: Final = "{title}-票卡.pdf"
PAPER_BALLOTS: Final = "{title}-纸质票.pdf"
DIGEST_DRAFT: Final = "{title}-汇总草稿.pdf"
DRAFT: Final = "{title}（草稿）"

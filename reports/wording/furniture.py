"""Fixed words of a page's furniture: the record at its foot, a draft's mark, notes and units."""

from typing import Final

DRAFT: Final = "草稿"
DRAFT_LINE: Final = "草稿　未经签发，不得公布"
SEAL: Final = "（印章）"
COPIES_TO: Final = "抄送："
PRINTED: Final = "印发"
ANNEX: Final = "附件"
UNIT: Final = "单位："
NOTE: Final = "注："

TEXT_SHEET: Final = "正文"
RULE_SHEET: Final = "计票规则"
TABLE_SHEET: Final = "表{place}"


def list_copies(copies: tuple[str, ...]) -> str:
    """Who gets a copy, with the full stop that 7.4.2 asks for.

    >>> list_copies(("镇党委", "市人大常委会"))
    '镇党委，市人大常委会。'
    """
    return f"{'，'.join(copies)}。"

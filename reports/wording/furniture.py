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


THIS_TABLE: Final = "这张表"
LONG_TABLE: Final = "{name}共{rows}行，纸上不逐行列出，见随本文电子版（PDF）所附的电子表格 {file}。"
LONG_TABLES: Final = "纸上没有逐行列出的长表，{number}张"

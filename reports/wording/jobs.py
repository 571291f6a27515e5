"""What the workbench says of work done in the background."""

from typing import Final

TRIES_AGAIN: Final = "第 {times} 次没有做成（{fault}），稍后自动再试。"
GAVE_UP: Final = "试了 {times} 次都没有做成（{fault}），已停止。请联系系统管理员查看日志后重试。"
QUEUED: Final = "前面还有文件在打印，正在排队……"
LAYING: Final = "正在排版，已排到第 {pages} 页……"
WRITING: Final = "共 {pages} 页，正在写成文件……"
WAITING: Final = "等候打印……"
_BEGUN: Final = "正在准备排版……"
_LAID: Final = "正在排版，已排到第 {pages} 页，共 {of} 页……"


def say_sheets(pages: int, of: int) -> str:
    """How far sheets of cards are; `of` is 0 where nobody knows beforehand.

    >>> say_sheets(0, 0), say_sheets(12, 150)
    ('正在准备排版……', '正在排版，已排到第 12 页，共 150 页……')
    """
    if not pages:
        return _BEGUN
    return _LAID.format(pages=pages, of=of) if of else LAYING.format(pages=pages)

"""Mending in words: the notice's sentences and the form a department fills in."""

from typing import Final

FORM: Final = "整改情况表"
COLUMNS: Final = (
    ("序号", 8),
    ("存在问题", 28),
    ("整改措施", 19),
    ("责任人", 13),
    ("完成时限", 16),
    ("完成情况", 16),
)
"""Headings and their widths in percent."""
FORM_NOTE: Final = "“完成情况”填已完成、正在办理或者未完成；未完成的写明原因。"

REQUEST: Final = "请按附件的格式逐条填写。"
CLOSING: Final = "特此通知。"

REPLY_OPENING: Final = "根据“{title}”的评议意见，现将整改情况报告如下。"
ASKED_DONE: Final = "怎样部署、怎样分工、什么时候完成。"
TO_FILL: Final = "采取的措施、完成情况、证明材料。"
ASKED_LEFT: Final = "没有完成的事项、原因和完成时间；都完成的写“没有”。"
ASKED_NEXT: Final = "怎样巩固、怎样防止再发生。"

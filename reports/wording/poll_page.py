"""What the public page of a poll says beside the sentences of its report."""

from typing import Final

from surveys.poll import Entry, PollManifest
from surveys.questionnaire.questions import LongText, Question, ShortText
from surveys.tally.poll_results import PollResult, QuestionResult

FILES: Final = (
    ("report.pdf", "调查报告（PDF）"),
    ("report.docx", "调查报告（Word）"),
    ("tables.xlsx", "统计表（Excel）"),
    ("tables.csv", "开放数据（CSV）"),
    ("tables.csv-metadata.json", "数据说明"),
    ("reading.json", "统计解读"),
    ("comments.json", "公布的意见"),
    ("result.json", "统计结果"),
    ("manifest.json", "问卷方案"),
)
"""What may be downloaded."""

CARDS_ISSUED: Final = "发出票卡"
ANSWERS_RETURNED: Final = "收回答卷"
COPIES: Final = "份"

NO_OPINION: Final = frozenset({"不了解", "不清楚", "说不清", "不好说", "弃权"})
"""Grades that say neither good nor bad."""


def say_came(manifest: PollManifest, result: PollResult) -> str:
    """Whom the numbers are about, in one sentence."""
    if manifest.entry is Entry.OPEN_LINK:
        return f"{result.valid} 人通过公开链接填了这份问卷。以下人数和比例仅代表参与者。"
    return f"{result.valid} 份有效答卷回答了这份问卷。以下比例以作答的人为基数。"


def say_answered(question: Question, result: QuestionResult) -> str:
    """How many were asked and answered."""
    did = "写了文字的" if isinstance(question, ShortText | LongText) else "作答"
    return f"问到 {result.asked} 人，{did} {result.answered} 人"

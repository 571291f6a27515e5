"""What the author of a questionnaire reads: kinds, and what could not be read, one sentence each."""

from collections.abc import Mapping
from typing import Final

from surveys.electorate.mistakes import Mistake
from surveys.questionnaire.paste.unread import Unread

KINDS: Final[dict[str, str]] = {
    "single": "单选",
    "multiple": "多选",
    "matrix": "矩阵（逐项选档或打分）",
    "scale": "打分",
    "number": "填数字",
    "ranking": "排序",
    "line": "填空（一行）",
    "text": "问答（几行）",
}

TYPED_KINDS: Final = ("单选", "多选", "矩阵", "打分", "量表", "数字", "排序", "填空", "问答")
"""What an author may type as a kind."""

UNREAD: Final[dict[str, str]] = {
    "unclear": "看不出“{word}”是题目、选项还是说明。题目前请写序号，选项前请写 A. 或 □。",
    "astray": "“{word}”像是选项，但前面没有题目。题目前请写序号，例如“1.”。",
    "no_words": "只有序号，没有题目文字。",
    "hint": "括号里的“{word}”看不懂，没有采用。",
    "hint_unfit": "这种题型不能写“{word}”，没有采用。",
    "two_kinds": "“{word}”写了两种题型，只用了第一种。",
    "score": "分值不属于问卷，由计票规则规定，没有采用：{word}。",
    "no_options": "这种题型没有选项，“{word}”没有采用。要选项，请在题目后写（单选）或（多选）。",
    "no_rows": "这一题不是矩阵，“{word}”没有采用。是矩阵，请在题目后写（矩阵）。",
    "second_title": "标题只能有一个，“{word}”没有采用。分部分请写两个井号：## {word}",
    "version": "版本“{word}”不是数字。",
    "condition": "显示条件写到“{word}”看不懂。请写成：第1题选“不满意”时。",
    "condition_question": "显示条件里的第 {word} 题不存在。",
    "condition_ambiguous": "有好几个第 {word} 题，显示条件不知指哪一个。请把序号写成不重复的。",
    "condition_option": "没有“{word}”这个选项，没有采用。",
    "jump": "“{word}”要跳到哪一题看不懂。请在被跳过的题目后写明，例如（第1题没选“否”时）。",
    "blank": "选项“{word}”后面要填字，选项里填不了，空格没有采用。请在下面加一道填空题，写明选了它时才填。",
}

SHEET: Final = "问卷"
FILE: Final = "问卷模板.xlsx"
INSTRUCTIONS: Final = "填写说明"
TITLE: Final = "问卷标题"
SUBJECTS: Final = "评议对象"
COLUMNS: Final[dict[str, str]] = {
    "section": "部分",
    "title": "题目",
    "kind": "题型",
    "options": "选项或测评项",
    "grades": "等次",
    "required": "必填",
    "hints": "其他要求",
    "condition": "显示条件",
    "help": "说明",
}
EXAMPLES: Final[tuple[Mapping[str, str], ...]] = (
    {"title": "您对镇里工作的总体评价", "kind": "单选", "options": "满意 / 基本满意 / 不满意"},
    {
        "title": "不满意的原因",
        "kind": "多选",
        "options": "办事慢 / 态度差 / 其他",
        "hints": "最多选2项",
        "condition": "第1题选“不满意”时",
    },
    {"title": "您的意见建议", "kind": "问答", "required": "否"},
)
HOW_TO: Final = (
    "1. 在“问卷”表里填：先写问卷标题，再一题写一行。下面的三题是例子，请改掉或删去。",
    "2. 题目、题型必填。题型从下拉框里选。",
    "3. 选项或测评项：几个之间用斜线隔开，如 满意 / 不满意；也可以在一格里换行，一行一个。",
    "4. 矩阵：测评项写在“选项或测评项”一格，档次写在“等次”一格；要评的部门写在“评议对象”，用顿号隔开。",
    "5. 必填：填“是”或“否”。空着时，填空、问答算选填，其他算必填。",
    "6. 其他要求：例如 最多选3项；打分0-100；量表1-5；排前3名；最多200字；2位小数，单位元。",
    "7. 显示条件：例如 第1题选“不满意”时。题号按行数，第一题是第1题。没有就空着。",
    "8. 表头的名称不要改。上传后先给您看读出来的问卷，保存才算数；有一格看不懂就不能保存。",
)

CELLS: Final[dict[str, str]] = {
    "no_header": "前 10 行里没有找到表头。表头至少要有“题目”和“题型”两列。",
    "no_questions": "表里一道题也没有。",
    "missing_column": "缺少“{heading}”这一列。",
    "no_title": "没有写问卷标题。",
    "no_words": "没有写题目。",
    "unknown_kind": "题型“{word}”不认识。可以填：{known}。",
    "yes_or_no": "“{word}”看不懂，请填“是”或“否”。",
}


def explain_unread(found: Unread) -> str:
    """What could not be read; where it stood is said by the page.

    >>> explain_unread(Unread(at=3, code="hint", data={"word": "请打√"}))
    '括号里的“请打√”看不懂，没有采用。'
    """
    return UNREAD[found.code].format_map(found.data)


BLANK_QUESTION: Final = "新题目"
BLANK_OPTION: Final = "选项"
BLANK_ROW: Final = "测评项"
BLANK_SUBJECT: Final = "部门"


def explain_cell(found: Mistake) -> str:
    """Sheet, row, column, then what.

    >>> explain_cell(Mistake(code="no_words", sheet="问卷", row=5, column="B"))
    '“问卷”第 5 行 B 列：没有写题目。'
    """
    row = f"第 {found.row} 行" if found.row else ""
    column = f" {found.column} 列" if found.column else ""
    sentence = (CELLS.get(found.code) or UNREAD[found.code]).format_map(found.data)
    return f"“{found.sheet}”{row}{column}：{sentence}"

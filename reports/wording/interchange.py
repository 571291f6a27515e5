"""Questionnaires and answers in the formats of others, in words: what cannot be taken, and why."""

from collections.abc import Mapping
from typing import Final

OBJECTIONS: Final[dict[str, str]] = {
    "no_survey_sheet": "没有名为 survey 的工作表，不是 XLSForm 问卷。用本工作台模板填的表格，请在“用 Excel 填写”处读入。",
    "twin_column": "表头“{word}”出现了两次，不知道以哪一列为准。请删去一列。",
    "no_column": "缺少“{word}”这一列。",
    "spec": "不符合 XLSForm 规范（检查程序的原话：{word}）。请照着改，或者转给做这份表的人。",
    "unchecked": "XLSForm 检查程序读不下去（{word}），不知道错在哪一行。请分几次删去内容，看是哪一题。",
    "type": "题型“{word}”民评没有，收不了：{why}。",
    "column": "这一题用了“{word}”，民评没有这项功能。",
    "appearance": "外观“{word}”会改变作答方式，民评没有对应的题型。",
    "setting": "问卷设置“{word}”民评没有，去掉它会改变问卷。",
    "choice_filter": "选项随前面的回答筛选（“{word}”），民评没有级联选项。",
    "from_file": "选项要从另一个文件读取（“{word}”），民评不读外部文件。",
    "random": "选项或题目随机排列，民评按固定顺序显示。",
    "default": "预先填好了答案“{word}”。民评不替人先选。",
    "calculated": "由公式算出来的内容，民评没有。",
    "hidden": "藏起来不给人看的题，民评没有。",
    "read_only": "只能看、不能填的题，民评没有。",
    "required": "是否必填由公式决定（“{word}”），民评只能固定为必填或选填。",
    "constraint": "对答案的限制“{word}”，民评没有对应的要求。",
    "piping": "文字里要插入别处的回答（“{word}”），民评的题目文字是固定的。",
    "media": "用了图片、声音或视频（“{word}”），民评的题目和选项只有文字。",
    "embedded": "文字里嵌着“{word}”（图片、表格、脚本、上下标一类），去掉会改变意思。",
    "conditional_note": "说明文字只在一定条件下显示，民评的说明总是显示。",
    "no_label": "没有题目或选项的文字。",
    "label_too_long": "文字超过 {limit} 字：“{word}…”。请缩短，把解释移到提示里。",
    "text_too_long": "文字超过 {limit} 字：“{word}…”。",
    "option_twice": "选项编号“{word}”出现了两次。",
    "no_options": "没有选项。",
    "no_rows": "矩阵没有行。",
    "rows_unlike": "矩阵各行的要求不同，民评的矩阵各行相同。",
    "range_step": "滑块的步长或起止不是整数（{word}），民评的打分每次 1 分。",
    "ticks": "滑块中间的刻度写了文字，民评只在两端写。",
    "partial_ranking": "可以只排一部分，名次个数不定。民评的排序要么全排，要么排固定的前几名。",
    "some_row": "矩阵只要求至少答一行。民评的矩阵要么每行必答，要么都可不答。",
    "exclusive": "选了“{word}”就不能再选别的，民评的多选没有这种限制。",
    "condition": "“{word}”的显示条件看的是后面的题、文字题，或永远不成立，民评没有这种条件。",
    "condition_unclear": "显示条件“{word}”里的“{part}”，民评没有对应的条件。",
    "name_twice": "编号“{word}”用了两次，不知道是不是同一题。",
    "unfit": "内容放不进民评的问卷：{word}。",
    "no_questions": "里面一道题也没有。",
    "too_many_questions": "有 {number} 题，超过 {limit} 题的上限。",
    "too_many_options": "有 {number} 个选项，超过 {limit} 个的上限。",
    "javascript": "这是 JavaScript 代码，不是 JSON：{word}。请在 SurveyJS 的“JSON Editor”里复制后另存。",
    "not_json": "不是完整的 JSON：{word}。",
    "twin_member": "JSON 里“{word}”写了两次，不知道以哪个为准。",
    "not_surveyjs": "JSON 里没有 pages、elements 或 questions，不是 SurveyJS 问卷。",
    "shape": "“{word}”的写法不对，应是{kind}。",
    "property": "用了“{word}”，民评没有这项功能，去掉它会改变题目。",
    "not_lss": "不是 LimeSurvey 的问卷文件（.lss）。",
    "part_lss": "这只是 LimeSurvey 的一部分（{word}），不是整份问卷。请导出整份问卷（.lss）。",
    "no_list": "选项表里没有“{word}”这一组选项。",
    "bad_xml": "XML 文件不完整，或者含有不安全的内容（{word}）。",
    "attribute": "用了“{word}”这项设置（值为“{value}”），民评没有这项功能。",
    "old_conditions": "显示条件用的是旧版的条件表，读不准。请在新版 LimeSurvey 里重新导出。",
    "quota": "设了配额：满额就不让人再答。民评不这样拒绝人。",
    "own_json": "不是民评的问卷文件，或者内容不对：{word}。",
    "own_version": "这是第 {number} 版格式的民评问卷文件，本机只读到第 {limit} 版。请先升级。",
    "unread_line": "{word}",
}

REMARKS: Final[dict[str, str]] = {
    "title_missing": "文件里没有标题，用了文件名“{word}”。",
    "renamed": "编号“{name}”改写为“{key}”。",
    "format": "粗体、颜色、换行标记等格式没有保留，文字不变。",
    "title_lines": "题目有好几行：第一行作题目，其余作说明。",
    "no_limit": "没有写字数上限，按民评的 {limit} 字收。",
    "no_digits": "没有写小数位数，按最多 6 位小数收。",
    "metadata": "“{word}”自动记录时间、设备或身份，不是题目，没有收入。民评不记录这些。",
    "closing_words": "最后一题后面的文字没有收入：“{word}”。",
    "other_words": "别的系统在结束页或跳转时显示的“{word}”没有收入。",
    "language": "文件有几种语言，用了“{word}”。",
    "mixed_language": "这一处没有“{word}”的文字，用了另一种语言的。",
    "or_other": "“或其他”变成一个选项“其他”和一道填空题。",
    "split_table": "这个表格各行要求不同，收成一行一题。",
    "version": "版本“{word}”不是整数，按第 1 版收。",
    "soft": "“软性必答”（提醒一次后可以跳过）按选填收。",
    "correct": "标准答案或分值没有收入：民评的问卷不判对错。",
}

SHAPES: Final[dict[str, str]] = {
    "text": "文字",
    "truth": "true 或 false",
    "whole": "整数",
    "list": "列表",
    "object": "对象",
    "number": "数字",
    "positive": "正整数",
    "length": "不超过 5000 的数",
    "item": "文字或 {value, text}",
    "value": "文字或数字",
    "shallow": "不超过 20 层",
}
"""What a member of a JSON file should have been."""

TYPES: Final[dict[str, str]] = {
    "place": "民评不收集位置",
    "media": "民评不收集照片、录音、录像和文件",
    "date": "没有日期和时间题，可改成填空或选项",
    "code": "不扫条码",
    "repeat": "没有可以重复填的一组题",
    "calculate": "没有由公式算出的题",
    "sign": "不收签名",
    "contact": "没有电话、邮箱、网址一类要核对格式的题，可改成填空",
    "several": "一题里有好几个填空，请拆成几题",
    "table": "没有这种多列的表格",
    "acknowledge": "没有“知道了”按钮题，可改成单选",
    "slider": "没有这种滑块，可改成评分（rating）",
    "outside": "选项在别的表或别的文件里，民评不读",
    "kobo": "KoBo 的矩阵、打分、排序组请改成 table-list 组或一行一题",
    "picture": "选项只有文字，没有图片",
    "dual": "一行要答两次的矩阵请拆成两题",
    "language": "只有一种语言",
    "unknown": "不认识",
}
"""Why a type of question is refused, by family."""

OUT: Final[dict[str, str]] = {
    "quota": "矩阵“{title}”有名额限制",
    "points": "矩阵“{title}”直接打分",
    "places": "排序“{title}”只排前 {places} 名",
    "condition": "“{title}”的显示条件",
    "words": "“{title}”里有 {word}，会被当成公式",
    "letters": "“{title}”里有控制字符或首尾空格",
    "long": "“{title}”的文字太长",
    "one_option": "“{title}”",
}
"""What a format cannot hold when a questionnaire is written in it."""

OTHER: Final = "其他"
SPECIFY: Final = "请说明"
COMMENT: Final = "请说明理由"
YES: Final = "是"
NO: Final = "否"
NONE: Final = "以上都没有"
UNIT: Final = "单位："
"""Begins the last line of a hint where a format has no place for a unit."""
LIME_PARTS: Final = {"Group": "一组题", "Question": "一道题", "Label set": "一组标签"}
LIME_YES_NO: Final = (("Y", "是"), ("N", "否"))
LIME_SEX: Final = (("F", "女"), ("M", "男"))
LIME_UNSURE: Final = (("Y", "是"), ("U", "不确定"), ("N", "否"))
LIME_CHANGE: Final = (("I", "上升"), ("S", "不变"), ("D", "下降"))
LIME_TYPES: Final[dict[str, tuple[str, str]]] = {
    "1": ("双尺度矩阵", "dual"),
    "D": ("日期", "date"),
    "K": ("多个数字", "several"),
    "Q": ("多个填空", "several"),
    "P": ("多选加说明", "table"),
    ";": ("文字矩阵", "table"),
    ":": ("数字矩阵", "table"),
    "|": ("上传文件", "media"),
    "*": ("公式", "calculate"),
    "I": ("切换语言", "language"),
}
"""Types of LimeSurvey we have not: what they are called, and the family of the reason."""
LABELS: Final = "答案（文字）"
CODES: Final = "答案（编码）"
CODEBOOK: Final = "变量表"
CODEBOOK_HEAD: Final = ("变量", "题目", "类型", "编码", "含义")
KINDS: Final[dict[str, str]] = {
    "choice": "单选",
    "flag": "多选（1 选了，0 没选）",
    "number": "数字",
    "place": "名次",
    "text": "文字",
}
SHIELDED: Final = "以 = + - @ 开头的文字前加了一个 '，去掉即是原文。"
CHOSEN: Final = ("没选", "选了")

FORMATS: Final[dict[str, tuple[str, str]]] = {
    "xlsform": ("XLSForm（Excel，KoBo、ODK 可用）", "xlsx"),
    "surveyjs": ("SurveyJS（JSON）", "json"),
    "json": ("民评问卷（可原样读回）", "minping.json"),
    "text": ("文字", "txt"),
}
"""What a questionnaire can be written as, and how its file ends."""


def say_cell(sheet: str, row: int, column: str) -> str:
    """A place in a workbook.

    >>> say_cell("survey", 5, "C")
    '“survey”第 5 行 C 列'
    """
    return f"“{sheet}”" + (f"第 {row} 行" if row else "") + (f" {column} 列" if column else "")


def say_path(path: str) -> str:
    """A place in a JSON file."""
    return path


def say_line(line: int) -> str:
    """A line of a text."""
    return f"第 {line} 行" if line else ""


def say_node(code: str) -> str:
    """A question of a LimeSurvey file."""
    return f"题目 {code}" if code else "问卷"


def explain(code: str, place: str, data: Mapping[str, str | int]) -> str:
    """Where, then what.

    >>> explain("no_options", "“survey”第 5 行", {})
    '“survey”第 5 行：没有选项。'
    """
    told = {**data, "kind": SHAPES[str(data["kind"])]} if "kind" in data else data
    sentence = (OBJECTIONS.get(code) or REMARKS[code]).format_map(told)
    return f"{place}：{sentence}" if place else sentence

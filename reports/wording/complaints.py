"""What a proofreader or the import of a roll complains about, one Chinese sentence a code."""

from typing import Final

from surveys.electorate.mistakes import Mistake
from surveys.questionnaire.complaint import Complaint

FORM: Final[dict[str, str]] = {
    "form.no_title": "还没有标题。",
    "form.no_section": "还没有任何题目。",
    "form.too_many_fields": "整份问卷有 {number} 处要填（表格每一格算一处），最多 {limit} 处。请分成几份问卷。",
    "form.unreadable": "有的名称超过 200 字，或编号含有不能用的字符。",
    "section.no_question": "这一部分没有题目，请添加题目或删去这一部分。",
    "question.no_title": "这一题没有题目文字。",
    "question.same_field": "两处题目的编号连起来相同（{word}），请改其中一个编号。",
    "options.none": "没有选项。",
    "options.one": "只有一个选项，无从选择。",
    "matrix.no_subject": "没有被评议部门。",
    "matrix.no_indicator": "没有测评指标。",
    "matrix.points": "打分范围没有意义：最低分应小于最高分，每一步都要落在范围内。",
    "matrix.points_and_grades": "打分的表不能另有“{word}”等档次。",
    "key.duplicate": "编号“{word}”用了 {times} 次，请改成不同的编号。",
    "label.duplicate": "“{word}”出现了 {times} 次，请改成不同的文字。",
    "label.empty": "有一个名称是空的。",
    "choice.least_over_most": "最少选几项比最多选几项还多。",
    "choice.most_over_options": "最多选几项比选项总数还多。",
    "scale.low_not_under_high": "最低分应小于最高分，且不超过 12 位数。",
    "number.low_over_high": "最小值比最大值还大。",
    "number.bound_too_fine": "最小值或最大值的小数多于 {digits} 位。",
    "ranking.places_over_options": "要排的名次比选项总数还多。",
    "text.about_nobody": "意见栏对应的部门“{key}”不在被评议部门里。",
    "condition.empty": "显示条件是空的。",
    "condition.unknown_question": "显示条件提到的题目“{key}”不存在。",
    "condition.not_earlier": "显示条件只能看前面的题目，不能看本题或后面的题目。",
    "condition.unsuited": "“{asked}”这类题目不能用在这种显示条件里。",
    "condition.unknown_option": "“{asked}”没有显示条件里写的选项“{key}”。",
    "condition.unreachable": "显示条件永远不成立，这一题谁也看不到。",
    "plan.no_appraisee": "还没有选被评议部门。",
    "plan.two_overall": "“总体评价”只能有一项。",
}

ROLL: Final[dict[str, str]] = {
    "no_header": "前 10 行里没有找到表头。表头至少要有“姓名”和“代表小组”两列。",
    "no_people": "表里一个人也没有。",
    "missing_column": "缺少“{heading}”这一列。",
    "duplicate_column": "“{heading}”这一列出现了两次，请删去一列。",
    "id_card_column": "请删去身份证号这一列：名册不收集身份证号。",
    "id_card_cell": "这一格像是身份证号，请删去：名册不收集身份证号。",
    "missing_name": "没有填姓名。",
    "name_too_long": "姓名超过 {limit} 个字。",
    "missing_group": "没有填代表小组。",
    "group_too_long": "小组名称超过 {limit} 个字。",
    "unknown_group": "没有“{value}”这个小组。",
    "missing_body": "没有填身份。",
    "unknown_body": "不认识身份“{value}”。请填：主席团成员、镇人大代表、上级人大代表或选民。",
    "missing_weighting": "没有填计票组。",
    "unknown_weighting": "没有“{value}”这个计票组。可填：{known}。",
    "bad_phone": "“{value}”不是 11 位手机号。",
    "duplicate_phone": "手机号与第 {first} 行（{sheet}）的 {name} 相同，但姓名不同。",
    "duplicate_person": "与第 {first} 行（{sheet}）重复。",
    "unnamed_twin": "与第 {first} 行（{sheet}）同名，缺手机号，分不清是否同一人。请都填上手机号。",
    "two_weightings": "一人只投一票，但第 {first} 行（{sheet}）填了另一个计票组。请统一。",
    "unknown_department": "回避部门“{value}”不在被评议部门里。",
    "unclear_department": "回避部门“{value}”可以指好几个部门，请写全称。",
    "bad_eligibility": "“{value}”看不懂，请填“是”或“否”。",
    "too_many": "一共 {number} 行，超过 {limit} 行的上限。",
}


def explain_complaint(complaint: Complaint) -> str:
    """Where, then what.

    >>> explain_complaint(Complaint(code="options.none", where=("办事效率",)))
    '办事效率：没有选项。'
    """
    where = "，".join(part for part in complaint.where if part)
    sentence = FORM[complaint.code].format_map(complaint.data)
    return f"{where}：{sentence}" if where else sentence


def explain_mistake(mistake: Mistake) -> str:
    """Sheet, row, column, then what.

    >>> explain_mistake(Mistake(code="missing_name", sheet="名册", row=7, column="A"))
    '“名册”第 7 行 A 列：没有填姓名。'
    """
    row = f"第 {mistake.row} 行" if mistake.row else ""
    column = f" {mistake.column} 列" if mistake.column else ""
    sentence = ROLL[mistake.code].format_map(mistake.data)
    return f"“{mistake.sheet}”{row}{column}：{sentence}"

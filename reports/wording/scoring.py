"""Scoring a spreadsheet in words: its headings, what may be wrong in it, what is said of it."""

from typing import Final

from reports.wording.numbers import NOTHING
from surveys.electorate.mistakes import Mistake, Place
from surveys.tally.margin import Margin

BALLOTS: Final = "逐票录入"
COUNTS: Final = "票数汇总"
MEETING: Final = "会议情况"
LIST: Final = "测评对象名单"
RULES: Final = "计票规则"
HOW_TO: Final = "填写说明"
UNREAD: Final = (RULES, "说明")
"""Sheets whose name contains one of these are for people."""

APPRAISEE: Final = "测评对象"
ITEM: Final = "测评指标"
GROUP: Final = "计票组"
SERIAL: Final = "票号"
CLASS: Final = "类别"

APPRAISEES: Final = frozenset(
    {APPRAISEE, "评议对象", "被评议对象", "被测评对象", "被评议部门", "被评议单位", "部门", "单位"}
    | {"部门名称", "单位名称", "名称", "部门(单位)", "测评单位", "测评部门"}
)
ITEMS: Final = frozenset({ITEM, "指标", "项目", "测评项目", "评议项", "测评项", "测评内容"})
GROUPS: Final = frozenset({GROUP, "组别", "投票组"})
SERIALS: Final = frozenset({SERIAL, "序号", "编号", "票序", "选票号", "票次"})
RETURNED: Final = frozenset({"收回", "收回票", "收回票数", "收回数"})
SPOILED: Final = frozenset({"无效", "无效票", "无效票数", "废票"})
UNMARKED: Final = frozenset({"未选", "未填", "空白", "空白票", "未选票"})
TOTALS: Final = frozenset({"合计", "总计", "小计", "共计"})
COUNTED: Final = frozenset({"票数", "得票", "得票数"})
RATIOS: Final = frozenset({"比率", "比例", "占比", "百分比", "比率(%)", "比例(%)", "占比(%)", "%"})
"""Headings over or under an option: its votes, and what was worked out of them."""
COUNT_COLUMNS: Final = ("收回", "未选", "无效", "合计")
"""Headings of the template beside the options; each is among those that are read."""
NOTES: Final = frozenset({"备注", "说明"})
REPORTED: Final = (
    SERIALS | NOTES | {"等次", "名次", "结果", "得分", "有效", "有效票", "票数", "比率"}
)
"""Columns of a finished table that are not read: they are worked out anew."""

CONGRESS: Final = "单位"
TITLE: Final = "测评名称"
DATE: Final = "测评日期"
DATE_EXAMPLE: Final = "如 2026-03-08"
DEPARTMENT: Final = "部门{number}"
"""Where nobody named the departments yet."""
PEOPLE: Final[dict[str, str]] = {
    "entitled": "应到",
    "present": "实到",
    "invited": "应邀",
    "issued": "发出",
    "returned": "收回",
}
UNITS: Final[dict[str, str]] = {
    "entitled": "应到人数：名册上的全体组成人员",
    "present": "实到人数：到会的人数",
    "invited": "应邀人数：名册以外受邀参加的，没有就空着",
    "issued": "发出票数：印制的票减去作废的票",
    "returned": "收回票数：空白的、无效的也在内",
}

MISTAKES: Final[dict[str, str]] = {
    "no_votes": "没有读到票。请在“逐票录入”里一张票填一行，或在“票数汇总”里填每一档的票数。",
    "both_filled": "逐票和汇总都填了，不知以哪一张为准（另一张是“{other}”）。请清空其中一张。",
    "unknown_department": "名单里没有“{word}”。请改成名单里的名称，或把它加进“测评对象名单”。",
    "near_department": "名单里没有“{word}”，是不是“{near}”？",
    "unknown_class": "不认识类别“{word}”。可填：{known}。",
    "no_department": "没有填测评对象。",
    "twice": "“{word}”出现了两次。请删去一处。",
    "line_twice": "“{word}”的同一项已经在第 {first} 行写过。请删去一行。",
    "serial_twice": "票号“{number}”在第 {first} 行已经录过。请核对是不是同一张票录了两次。",
    "no_item_column": "这套规则测评几项指标，缺“测评指标”这一列。可填：{known}。",
    "no_group_column": "这套规则分组计票，缺“计票组”这一列。可填：{known}。",
    "missing_column": "这个部门缺“{item}”这一列。",
    "untouched": "这个部门一张票也没有选。不测评的请删去它的列；确实没有一票的，请改用“票数汇总”。",
    "near_column": "表头“{word}”不在规则里，是不是“{near}”？",
    "unknown_column": "不认识表头“{word}”。票数的表头应为：{known}。别的列请删去，或改名为“备注”。",
    "unknown_item": "不认识测评指标“{word}”。应为：{known}。",
    "no_heading": "这一列有内容，但没有表头。",
    "unknown_word": "“{word}”不在规则里。可填：{known}。",
    "near_mark": "“{word}”不在规则里，是不是“{near}”？",
    "not_a_score": "“{word}”不是 {low} 到 {high} 的整数分。",
    "not_of_item": "这一项不能选这一档。可填：{known}。",
    "not_a_number": "“{word}”不是票数。请填阿拉伯数字，如 25；没有票填 0。",
    "empty_row": "这一行还没有填票数。一票也没有的请填 0，不测评的请删去这一行。",
    "other_total": "合计写的是 {said}，各档相加是 {summed}。请核对。",
    "short": "收回 {returned} 张，各档、未选、无效相加是 {summed} 张，少 {gap} 张。请核对。",
    "over": "收回 {returned} 张，各档、未选、无效相加是 {summed} 张，多 {gap} 张。请核对。",
    "other_slips": "与同一部门第 {first} 行的收回、无效或未选票数不同。同一部门各项应当相同。",
    "missing_item": "“{word}”缺“{item}”这一项。请补上一行。",
    "bad_number": "“{word}”不是数。请填阿拉伯数字。",
    "bad_date": "“{word}”不是日期。请写成 2026-03-08 的样子。",
    "need_number": "这套规则以{base}为基数，请在“会议情况”表填“{field}”，或在命令里加 --{option}。",
    "other_returned": "收回 {returned} 张，“逐票录入”里有 {number} 张。请核对有没有漏录或重录。",
    "over_returned": "收回 {returned} 张，多于发出的 {issued} 张。按规则测评无效，请核对。",
    "over_issued": "发出 {issued} 张，多于到会的 {present} 人。请核对。",
    "over_present": "实到 {present} 人，多于应到和应邀的 {most} 人。请核对。",
    "issued_by_group": "这套规则分组计票，又以发出票数为基数，表格里不能分组填写发出票数，算不了。",
    "over_table": "有的部门收回 {most} 张，多于会议情况里的 {returned} 张。请核对。",
}

HEAD: Final = "表格有 {number} 处要改，没有计算："
MORE: Final = "还有 {number} 处，改好以上各处再看。"
EXISTS: Final = "已经有 {path}，没有覆盖。请换一个文件名。"
WRITTEN: Final = "已写出 {path}"
NEXT: Final = "填好以后运行：./minping score {rules} {path}"
PRESETS: Final = "可以用的计票规则（也可以给一个规则文件 .json）："
NEAR: Final = "没有“{word}”这套计票规则，是不是 {near}？"
UNKNOWN: Final = "没有“{word}”这套计票规则，也没有这个文件。"

DOCUMENT: Final = "民主测评计分表"
BY: Final[dict[bool, str]] = {True: "逐票录入", False: "按档汇总录入"}
NO_EVIDENCE: Final = (
    "本表的票数由工作人员从纸质票录入（{by}），没有经过民评的票箱，"
    "不附封票清单和开箱选票，不能凭本表核对每一张票。核对请查封存的纸质票。"
)
FINGERPRINTS: Final = ("计票规则", "录入文件")
QUORATE: Final[dict[bool, str]] = {
    True: "人数符合法定要求。",
    False: "人数不符合法定要求，按规则不得测评，以下结果无效。",
}
UNCHECKED: Final = "没有填应到和实到，法定人数没有核对。"
MARGINS: Final = "要改变等次，至少要有几张票改选（不影响等次，只供参考）："

STEPS: Final = (
    "1. 先填“{meeting}”：应到、实到、发出、收回等数。收回数用来核对有没有漏录。",
    "2. 再填票，下面两张表只填一张，另一张空着：",
    "　 “{ballots}”：一张纸质票填一行，点格子右边的箭头选。票号从 1 编起，并写在纸质票上，便于核对。",
    "　 “{counts}”：唱票、画“正”字数好以后，每个部门填各档的票数；没有票填 0。",
    "3. 逐票录入时：没有选的留空；整张没有选的票只写票号；多选的照写，中间用顿号隔开。",
    "4. 票数汇总时：对一个部门一项也没有选的填“未选”，无效的填“无效”。",
    "5. 增加部门：逐票录入加列，票数汇总加行。不测评的部门请删去整列或整行。",
    "6. 表头的名称不要改。“{rules}”表只供查看，不读。",
    "7. 填好存盘，运行 ./minping score {key} 这个文件.xlsx",
)
POINTS_ONLY: Final = "　 这套规则直接打分，模板只有“逐票录入”。"


def say_place(place: Place) -> str:
    """Sheet, row, column, as Excel shows them.

    >>> say_place(Place(sheet="票数汇总", row=7, column="C"))
    '“票数汇总”第 7 行 C 列'
    """
    row = f"第 {place.row} 行" if place.row else ""
    column = f" {place.column} 列" if place.column else ""
    return f"“{place.sheet}”{row}{column}"


def explain(mistake: Mistake) -> str:
    """Where, then what to do.

    >>> explain(Mistake(code="no_heading", sheet="CSV", row=3, column="B"))
    '“CSV”第 3 行 B 列：这一列有内容，但没有表头。'
    """
    place = Place(sheet=mistake.sheet, row=mistake.row, column=mistake.column)
    return f"{say_place(place)}：{MISTAKES[mistake.code].format_map(mistake.data)}"


RULE_NOTE: Final = "注{number}. {words}"


def say_margin(margin: Margin | None) -> str:
    """How many ballots.

    >>> say_margin(Margin(2, 2)), say_margin(Margin(1, 3)), say_margin(None)
    ('2张', '1到3张', '—')
    """
    match margin:
        case None:
            return NOTHING
        case Margin(high=None):
            return "全部改选也不变"
        case Margin(low=low, high=high):
            return f"{low}张" if low == high else f"{low}到{high}张"

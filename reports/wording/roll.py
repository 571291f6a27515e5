"""Words of the roll: bodies, the template a town fills in, and what stands in a yes-or-no cell."""

from typing import Final

from surveys.electorate.roll import Body

YES: Final = "是"
NO: Final = "否"

BODIES: Final[dict[Body, str]] = {
    Body.PRESIDIUM: "主席团成员",
    Body.DEPUTY: "镇人大代表",
    Body.HIGHER_DEPUTY: "上级人大代表",
    Body.VOTER: "选民",
}

FIRST_WEIGHTING: Final = "代表"

WEIGHTING_KEYS: Final[dict[str, str]] = {
    "代表": "deputies",
    "常委会": "committee",
    "常委会组成人员": "members",
    "群众": "public",
    "选民": "voters",
}
"""Weighting groups the rule presets know, and their keys there."""

SHEET: Final = "名册"
FILE: Final = "名册模板.xlsx"
COPY: Final = "现在的名册.xlsx"
INSTRUCTIONS: Final = "填写说明"
HOW_TO: Final = (
    "1. 在“名册”表里一人填一行。姓名、代表小组必填，其余可以空着。",
    "2. 身份：主席团成员、镇人大代表、上级人大代表、选民。兼有两个身份的，用顿号隔开，只投一票。",
    "3. 计票组：票上只带这一项，一般都填“代表”。只有一个计票组时可以不填。",
    "4. 手机号：11 位，只用来区分同名的人，加密保存。",
    "5. 回避部门：不评议自己所在的部门，写部门全称，几个部门用顿号隔开。没有就空着。",
    "6. 能否投票：填“是”或“否”，空着算“是”。",
    "7. 请不要收集身份证号。表头的名称不要改。",
)

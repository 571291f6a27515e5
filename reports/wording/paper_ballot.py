"""What stands on a paper ballot: how to mark it, and what its serial number is for."""

from typing import Final

MARK: Final = "每一行在要选的一格里打“√”，只打一个。"
POINTS: Final = "每一行在“打分”一格填一个分数。"
BOX: Final = "有“□”的，在要选的一项前面的“□”里打“√”。"
NO_NAME: Final = "不要写姓名，不要做记号。正反两面都请看一遍，填完对折，投入票箱。"
SERIAL: Final = "票号只用来核对有没有漏录、重录，领票时不登记谁领哪一号。"
LABEL: Final = "票号 {serial}"
OF_PILE: Final = "{label}\n{pile}"

INDICATOR: Final = "测评指标"
SCORE: Final = "打分（{low}至{high}）"
NOT_HERE: Final = "／"
ONE: Final = "（选一项）"
SEVERAL: Final = "（可以选{least}至{most}项）"
OPTIONAL: Final = "（可以不填）"
UNDER_CONDITION: Final = "（不适用的不填）"
RANK: Final = "请按先后写1、2、3……"
PLACE: Final = "名次"
WITHIN: Final = "（{low}至{high}）"
LINE: Final = "______"
BOXED: Final = "□{label}"

"""What is said when a result is set beside those of earlier years: little, and why so little."""

from typing import Final

TITLE: Final = "{town}历年测评结果对照表"
BESIDE: Final = "与往年对照"
OPENING: Final = "下表把本次结果与本级以前公布的结果放在一起。"
NONE: Final = "以前没有公布过可以对照的结果。"
FEW_YEARS: Final = (
    "只有{years}次结果，不说升降的规律：各次之间的差别可能只是偶然，也可能因为投票的人不同。"
)
NO_TEST: Final = "共{years}次结果，这里只列数，没有作统计检验，不说升降的规律。"
ONE_VOTE: Final = "本次一张票合{points}个百分点。"
SAME_ROLL: Final = "各次的投票名册相同。"
OTHER_ROLL: Final = "各次的投票名册不尽相同；投票不记名，无从知道哪些人两次都投了。"
OTHER_RULES: Final = "{when}的测评，项目或者计票规则与本次不同，不能直接对照，没有列入。"
NOT_THEN: Final = "{when}没有测评它。"
WHEN: Final = "测评时间"
RETURNED: Final = "收回"
GRADE: Final = "等次"
COURSE: Final = "历次{metric}（{unit}）"
FEWEST_YEARS: Final = 5
"""Results below which nothing is said of their course."""

"""Plain words for the sheet on a village board."""

from typing import Final

TITLE: Final = "部门工作评得怎么样"
ASKED: Final = "{congress}请人大代表评价{number}个部门的工作。"
CAME: Final = "应到{entitled}人，到会{present}人，有效票{valid}张。结果如下："
HEAD: Final = "部门"
GRADED_BY: Final = "怎么评的：从上往下看，先够上哪一条，就评哪一等。"
HALF: Final = "二分之一"
AS_SPOKEN: Final = "一半"
SPELT_OUT: Final = {ord("="): "就是", ord("÷"): "除以"}
"""Signs of a formula as a person reads them aloud."""
UNGRADED: Final = "只公布票数，不评等次。"
FIND_ALL: Final = "全部结果和计票办法都公开，可以到{congress}查看，也可以自己重新算一遍。"
SCAN: Final = "扫码看全部结果"

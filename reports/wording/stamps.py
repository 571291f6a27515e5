"""Numbers of stamps in Chinese: who took a ballot, who cast it, and what a swap could use."""

from collections.abc import Sequence
from typing import Final

from surveys.tally.results import StampCount


def say_stamps(stamps: Sequence[StampCount]) -> str:
    """领票, 投票, 差额 over all groups, and what they mean; nothing where there are no stamps.

    >>> say_stamps((StampCount("g", "", eligible=6, inner=7, outer=6, sealed=5),))[:21]
    '领票6张，投票5张，差额1张（领了票没有投'
    """
    if not stamps:
        return ""
    outer, sealed = sum(p.outer for p in stamps), sum(p.sealed for p in stamps)
    replaceable = sum(pile.replaceable for pile in stamps)
    words = f"领票{outer}张，投票{sealed}张，差额{outer - sealed}张（领了票没有投出）"
    if replaceable:
        words += (
            f"，另有盖过章、没有用上的选票{replaceable}份"
            "（不老实的开箱人若与投票人串通，可以拿来调换，应由监票人各自独立开箱比对）"
        )
    return f"{words}。"


def say_cosigned(cosigners: Sequence[str]) -> str:
    """Whose machine stamps every envelope together with the server; nothing where none does.

    >>> say_cosigned(("张玉兰",))[:21]
    '每个信封的外章由监票人张玉兰的电脑同服务器'
    >>> say_cosigned(())
    ''
    """
    if not cosigners:
        return ""
    return (
        f"每个信封的外章由监票人{'、'.join(cosigners)}的电脑同服务器各盖一半，缺一半不成章；"
        "联署机报出的份数由监票人同领票数逐项核对后签字。"
    )


COSIGNED: Final = "监票人联署的份数"
REPORTED: Final = "联署机报数"
FILLED_IN: Final = "联署机报数由监票人照联署报告填写，应与领票相等；比领票多的，先查，不要签字。"

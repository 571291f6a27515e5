"""Numbers of stamps in Chinese: who took a ballot, who cast it, and what a swap could use."""

from collections.abc import Sequence

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

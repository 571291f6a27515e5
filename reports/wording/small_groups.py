"""What a weighting group of few people gives away, said before a vote and before a publication."""

from typing import Final

FEW: Final = 10
"""People of a group below which agreement soon tells how everybody voted."""


def say_small_group(label: str, entitled: int, *, least: int) -> str:
    """`least`: ballots below which the rule set publishes totals only.

    >>> say_small_group("上级代表", 7, least=10)[:27]
    '“上级代表”组只有 7 人有权投票：全组意见一致时，谁'
    """
    told = f"“{label}”组只有 {entitled} 人有权投票：全组意见一致时，谁都知道每个人怎么投的。"
    if entitled < least:
        return f"{told}这一组只公布合计，不逐张公布选票；合计一致时仍然看得出来。"
    return f"{told}按所选的规则，这一组的选票会逐张公布。"

"""Why a ballot is spoiled (废票), in words."""

from collections.abc import Mapping
from typing import Final

from surveys.ballots.validity import Spoiled

REASONS: Final[dict[Spoiled, str]] = {
    Spoiled.UNREADABLE: "无法开封",
    Spoiled.WRONG_GROUP: "组别不符",
    Spoiled.WRONG_UNIT: "票种不符",
    Spoiled.WRONG_SURVEY: "不是本次测评的票",
    Spoiled.WRONG_FORM: "与测评表不符",
    Spoiled.UNSTAMPED: "没有盖章",
    Spoiled.DUPLICATE: "重复",
    Spoiled.BLANK: "全部未填",
    Spoiled.OVERMARKED: "多填",
    Spoiled.PARTIAL: "漏填",
    Spoiled.OVER_QUOTA: "超过名额",
}


_NAMES: Final = {reason.value: name for reason, name in REASONS.items()}


def name_reason(word: str) -> str:
    """A reason by its name; what is none stays as it is."""
    return _NAMES.get(word, word)


def say_spoiled(spoiled: Mapping[str, int]) -> str:
    """Count the spoiled ballots and give each reason; empty where there are none.

    >>> say_spoiled({"blank": 1, "overmarked": 2})
    '废票3张（全部未填1张、多填2张）'
    """
    found = {reason: number for reason, number in spoiled.items() if number}
    if not found:
        return ""
    reasons = "、".join(f"{REASONS[Spoiled(reason)]}{number}张" for reason, number in found.items())
    return f"废票{sum(found.values())}张（{reasons}）"

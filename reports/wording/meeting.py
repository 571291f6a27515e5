"""The numbers of a meeting and the people who sign for them, by the names everybody knows."""

from typing import Final

ENTITLED: Final = "应到"
PRESENT: Final = "实到"
ISSUED: Final = "发出"
RETURNED: Final = "收回"
VALID: Final = "有效"
SPOILED: Final = "废票"
UNMARKED: Final = "未填"
OVERMARKED: Final = "多填"

PEOPLE: Final = "人"
SHEETS: Final = "张"
VOTES: Final = "票"

SCRUTINEERS: Final = "监票人"
TELLERS: Final = "计票人"
PRESIDING: Final = "主持人"

HANDED_OUT: Final = "发出 {issued} 张，收回 {returned} 张"
"""Of one department that had slips of its own."""
ABSTAINS: Final = "弃权"
IS_INVALID: Final = "作废"
"""What an item nobody marked counts as."""

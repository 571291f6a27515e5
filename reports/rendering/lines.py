"""Words on their way into a line: where it may end beside quotation marks.

Unicode knows curly quotation marks as neither opening nor closing and forbids a break on either
side of them (UAX 14, class QU), so that a line of Chinese would end half empty before a quotation.
"""

import re
from typing import Final

from reports.escaping import say

_OPENING: Final = "“‘（《〈【〔"
_CLOSING: Final = "”’）》〉】〕，。、；：！？"
_BREAK: Final = "<wbr>"
_PLACES: Final = re.compile(rf"(?<=[^{_OPENING}])(?=[“‘])|(?<=[”’])(?=[^{_CLOSING}“‘])")
"""Before a quotation and after it, but never between it and what has to stay beside it."""


def flow(words: str) -> str:
    """Escape words and mark where a line may end.

    >>> flow("等次为“满意”的，（“满意”）")
    '等次为<wbr>“满意”<wbr>的，（“满意”）'
    """
    return _BREAK.join(say(part) for part in _PLACES.split(words))

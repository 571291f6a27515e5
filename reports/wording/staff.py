"""What the staff of a town are called."""

from typing import Final

OFFICES: Final[dict[str, tuple[str, str]]] = {
    "secretary": ("秘书", "起草、组织、公布，全部页面"),
    "member": ("主席团成员", "看全部页面，开箱和公布时作第二人"),
    "teller": ("计票人", "录入纸质票"),
}
"""Office → what it is called and what it opens."""

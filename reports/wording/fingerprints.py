"""What the published files are called beside their fingerprints."""

from typing import Final

MANIFEST: Final = "测评方案"
SEALED: Final = "封票清单"
BOX: Final = "开箱选票"
RESULT: Final = "计票结果"
POLL_MANIFEST: Final = "问卷方案"
POLL_RESULT: Final = "统计结果"

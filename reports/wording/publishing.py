"""What each published file is, in the words a reader of the PDF sees beside it."""

from typing import Final

DESCRIPTIONS: Final[dict[str, str]] = {
    "manifest.json": "测评方案：测评表、计票规则和公钥",
    "sealed.jsonl": "封票清单：投票截止时票箱里的全部密封选票",
    "box.jsonl": "开箱选票：逐张公布，不含姓名",
    "result.json": "计票结果",
}

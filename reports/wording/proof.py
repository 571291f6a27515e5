"""What is said of secrecy and of a recount: the same words on card, page and notice.

The secrecy class and the custody stand in the manifest; nothing here may promise more than they do.
"""

from typing import Final

from surveys.manifest import Custody, Secrecy

_SEALED: Final = "无记名投票：票在{device}上封好再送出，服务器不知道哪张票是谁投的。"
PHONE: Final = "投票人的手机"
TABLET: Final = "这台平板"
ON_ARRIVAL: Final = "答案送到服务器后才封存，封存前程序能读到；"
_SERVER_SEALED: Final = f"不记名投票：票卡上没有姓名，系统不知道哪张卡是谁抽的。{ON_ARRIVAL}"
_NAMED: Final = "实名填写：姓名和答案一起保存，主席团看得到。"
KEPT: Final[dict[Custody, str]] = {
    Custody.SYSTEM: "开箱密钥由系统保管，截止后才开箱。",
    Custody.SCRUTINEERS: "开箱密钥由监票人分别保管，截止后到场才能开箱。",
}
"""Who keeps the key of the box."""

UNPROVED: Final[dict[Custody, str]] = {
    Custody.SYSTEM: (
        "重新计票不能证明开箱本身：开箱密钥由系统保管，封存的票是否原样倒出，由监票人现场监督。"
    ),
    Custody.SCRUTINEERS: (
        "重新计票不能证明开箱本身：开箱密钥由监票人分持，封存的票是否原样倒出，由到场的监票人监督。"
    ),
}

RECOUNT: Final = (
    "测评方案、封票清单、开箱选票、计票结果四个文件一并公布，也附在公布文书的电子版（PDF）里。"
    "任何人都可以把它们存到一个文件夹，用“民评”程序运行“minping verify 文件夹”重新计票，"
    "也可以按公开的文件格式自己计算。"
)

COMPARE: Final = "计算前请先核对下列指纹。有一个字符不同，就不是同一份文件。"

PROVES: Final = "重新计票能够证明：公布的选票，按公布的计票规则，得出公布的结果。"


def say_secrecy(secrecy: Secrecy, custody: Custody, *, device: str = PHONE) -> str:
    """The honest sentence of a secrecy class under a custody; `device` is where it is sealed.

    >>> say_secrecy(Secrecy.NAMED, Custody.SYSTEM)
    '实名填写：姓名和答案一起保存，主席团看得到。'
    """
    match secrecy:
        case Secrecy.SEALED:
            return _SEALED.format(device=device) + KEPT[custody]
        case Secrecy.SERVER_SEALED:
            return _SERVER_SEALED + KEPT[custody]
        case Secrecy.NAMED:
            return _NAMED

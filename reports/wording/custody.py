"""What scrutineers who keep the shares of a box key read on screen and paper."""

from typing import Final

SHEET: Final = "分钥匙{number}-{name}.pdf"
MADE: Final = """票箱钥匙已做好，分成 {number} 份，任意 {needed} 份能开箱。都在 {folder}：
  分钥匙*.pdf   印出来当面交给本人，随后删掉文件，清空回收站
  box-key.json  交给秘书，在工作台“监票人持钥”里上传
下一步：./minping try-key box-key.json 试开一次。"""
STANDS: Final = "{path} 已经在了。每次测评用一个新文件夹。"
TRIED: Final = "试开成功。口令 {password}，请在工作台填上。"
ASK: Final = "第 {number} 份分钥匙的 33 个词（输入时不显示）"
MISREAD: Final = "{path}：{why}"
OPENED: Final = """开箱完成：有效票 {ballots} 张，废票 {spoiled} 张。
封票清单总指纹 {root}
  请与监票人见证单上印的核对，一致才说明打开的就是截止时的那些票。
开箱结果指纹 {whole}
  几位监票人各开一次，这个指纹应当相同。签报告单以前，与报告单上印的“开箱结果”核对。
开箱选票指纹 {box}
  签报告单以前，与报告单上印的“开箱选票”核对，一致再签。
已写到 {out}，交给秘书上传，自己也留一份。公布以后再对一遍：
  ./minping verify 公布的文件夹 --fingerprint 公告上的指纹 --opened {out}"""
NO_ARCHIVE: Final = "{path} 不是工作台导出的待开票箱。"
SHARE_TITLE: Final = "票箱分钥匙"
SHARE_STEPS: Final = (
    "这张单子是票箱钥匙的一份。单独一份看不出钥匙，几份合起来才能打开票箱。",
    "请自己保管，不拍照，不给别人看，也不和另一份放在一起。",
    "开箱时在监票人的电脑上照顺序输入 33 个词，或者扫描二维码。",
    "结果公布以后，这张单子当面销毁。",
)
SCAN: Final = "二维码里就是这 33 个词"

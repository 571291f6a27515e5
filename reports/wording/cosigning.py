"""What scrutineers read on the machine that co-signs (联署机)."""

from typing import Final

DRAWING: Final = "“{title}”：要做 {piles} 把联署钥匙，每把要几秒到半分钟。"
DRAWN: Final = "  做好 {number}/{of}"
MADE: Final = """联署钥匙已做好，在 {folder}：
  {public}   交给秘书，在工作台“监票人联署”里上传
  其余的文件只留在这台电脑上，不给任何人。请把整个文件夹另存一份到 U 盘，当面封好，
  这台电脑坏了才用；两台电脑绝不能同时运行。
打印票卡以后：./minping cosign run {folder} --fingerprint 大屏幕上的方案指纹"""
READY: Final = "“{title}”的方案指纹相符，外章里有这台机器的一半。正在连接 {server} ……投票期间不要关机，不要合上盖子。"
NEWS: Final[dict[str, str]] = {
    "up": "已连上，等候联署。",
    "down": "连不上，正在重连。投票人会看到“请稍等”，票不会丢。",
    "signed": "联署 {number} 份。",
    "refused": "拒绝 {number} 份：不合登记的票权，或者同一票权换了信封。请告诉主持人。",
}
REPORT: Final = "监票人联署报告　{title}\n联署人 {holder}\n方案指纹 {manifest}"
PILE: Final = "  {group}　{unit}　联署 {cosigned} 份（票权 {eligible}）"
WHOLE: Final = "全部对象"
SUM: Final = (
    "  合计 {cosigned} 份。请与计票结果报告单上的领票数核对：领票多于联署，要问清是谁没有收到应答。"
)
CLOSED: Final = "已经结束，这台机器不再联署。"
STILL_OPEN: Final = "还没有结束。主持人宣布截止以后，加 --end 再运行一次，这台机器就不再联署。"

"""What the command line says: a line about each command, and what commands tell while they run."""

from typing import Final

PROGRAM: Final = "民评 Minping：乡镇人大评议部门，投票、计票、公布，人人可以复核。"

ABOUT: Final[dict[str, str]] = {
    "serve": "运行网站：数据库、网页、后台任务、开箱程序。按 Ctrl-C 停止。",
    "work": "只运行后台任务（生成 PDF、到点截止等）；serve 已包含它。",
    "open-boxes": "只运行开箱程序；serve 已包含它。",
    "migrate": "建立或升级数据库；serve 启动时已做。",
    "backup": "备份：把数据和钥匙各写成一个文件，放进 FOLDER；运行中、投票中都可以做。",
    "restore": "恢复：用备份的两个文件 DATA（.data）和 SECRETS（.secrets）在空的数据目录里重建。",
    "check-chronicle": "核对办理记录：逐条查有没有被改动、抽走，印出最后一条的指纹。",
    "demo": "演示：从发票到公布，完整走一遍真实的民主测评，然后留下网站供查看。",
    "rerun": "用沾益 2019 年已公布的选票重算一遍，比率应与公布的一致。",
    "test": "检查代码并运行全部测试；后面可以跟 pytest 的参数，只跑一部分。",
    "verify": "复核公布的文件：文件夹、PDF，或逐个文件；与通告上印的指纹核对。",
    "score": "用纸质票投的，把票录入表格来计分：RULES 是规则的编号或规则文件，FILE 是填好的 .xlsx 或 .csv。不写 FILE 说明规则，都不写列出规则。",
    "make-key": "监票人持钥：在监票人自己的电脑上做一把票箱钥匙，分成几份，写进 FOLDER。",
    "try-key": "监票人持钥：合起几份分钥匙试开一次，读出试开口令（PUBLIC 是 box-key.json）。",
    "open-sealed": "监票人持钥：合起分钥匙，打开工作台导出的待开票箱 ARCHIVE，写出开箱文件。",
    "cosign": "监票人联署：监票人自己的电脑与服务器各盖半个外章，缺了这一半，谁也造不出票。",
    "cosign make": "照联署请求 REQUEST 做钥匙，写进 FOLDER；公开的一半交给秘书上传。",
    "cosign run": "连到网站，投票期间一直联署，到截止为止；FOLDER 是做钥匙的文件夹。",
    "cosign report": "报告联署了多少份，与领票数核对，并写到 FOLDER 里的 cosign-report.json。",
    "purge-rehearsals": "清除全部模拟测评：名册快照、票、结果一行不留，并逐表报出剩余行数。",
    "doctor": "检查这台机器还缺什么，缺了有什么影响。",
    "print-slips": "把标准输入的文档排成 PDF，写到标准输出（网页打印票卡时使用）。",
    "write-reference": "重写 docs/reference 里的设置表和拒绝表（开发用）。",
    "web": "只运行网页（内部使用）。",
}

OPTIONS: Final[dict[str, str]] = {
    "fingerprint": "通告、大屏幕或回执上印的指纹。",
    "receipt": "一张回执文件，可以给多张。",
    "witness": "监票人见证单上印的封票清单总指纹。",
    "opened": "监票人各自开箱得到的 opened.json，同公布的逐张比对；可以给多份。",
    "share": "写有一份分钥匙 33 个词的文本文件，可以给多个；不给就逐份询问。",
    "for": "持钥监票人的姓名，一人一次，例如 --for 王建国 --for 张玉兰。",
    "needed": "几个人合起来才能开箱。",
    "title": "哪次测评，印在分钥匙单上。",
    "cosign fingerprint": "大屏幕、公告上印的方案指纹，至少前 16 位。",
    "known": "以前抄下的最后一条的指纹，至少前 16 位；可以给多个，查它们是不是还在。",
    "server": "网站的地址，例如 https://minping.example；不写就用联署请求里的。",
    "end": "从此不再联署；截止以后用，不能反悔。",
    "yes": "不逐个询问。",
    "template": "写出一个空白模板到 FILE，供填写。",
    "departments": "模板里的测评对象，用顿号或逗号隔开。",
    "pdf": "把结果另存为 PDF，供签字。",
    "json": "只输出规范 JSON，供程序读取。",
    "no_serve": "演示完就结束，不留下网站。",
}

NO_REHEARSAL: Final = "没有模拟测评。"
PURGE_ASK: Final = "清除“{title}”？不能恢复"
PURGED_LINE: Final = "  {place}  剩 {remaining} 行"
PURGED: Final = "已清除“{title}”：查了 {tables} 张表，共剩 {left} 行。"
SERVING: Final = "民评已启动。按 Ctrl-C 停止。"
ADDRESS: Final = "  {title}  {address}"
SETUP_KEY: Final = "  第一次使用，打开 {address} 设密码；启动密钥 {key}"
STOPPED: Final = "民评已停止，数据已存盘。"
MIGRATED: Final = "已执行：{files}"
UP_TO_DATE: Final = "数据库已是最新。"
CHRONICLE_WHOLE: Final = """{town}：办理记录 {number} 条，前后相连，没有改动。
  最后一条的指纹 {digest}
  请抄下前 16 位，下次用 --known 核对；抄过以后的改动，一条也瞒不住。"""
CHRONICLE_BROKEN: Final = (
    "{town}：办理记录第 {number} 条{why}。从这一条起不能相信，请保全数据库和备份。"
)
CHRONICLE_FAULTS: Final[dict[str, str]] = {
    "renumbered": "的序号不接，前面有记录被抽走",
    "unchained": "和前一条连不上",
    "altered": "被改动过",
}
CHRONICLE_LOST: Final = "指纹 {known} 不在记录里：那时候的记录被换过。"
NO_CHRONICLE: Final = "还没有办理记录。"
BACKED_UP: Final = """备份好了：
  数据  {data}
  钥匙  {secrets}
请分开存放：两份都拿到的人，能打开由系统保管钥匙的票箱。公布以后，公布以前的钥匙备份请销毁。"""
RESTORED: Final = """恢复好了：{made_at} 备份时的全部数据。在那以后收到的票和改动不在里面，
有回执的票请与回执核对。启动：./minping serve"""
STEP_PASSED: Final = "通过 passed  {step}"
STEP_FAILED: Final = "失败 FAILED  {step}"
NOTHING_TO_VERIFY: Final = "没有可复核的文件：{path}"
NO_ATTACHMENTS: Final = "{path} 里没有附带的数据文件，不是民评公布的报告。"
NO_FILE: Final = "没有文件 {path}。"
UNREADABLE: Final = "{path} 读不了（{detail}）。"
TORN: Final[dict[str, str]] = {
    "file.broken": "不是完整的 PDF，或者加了密码，或者内容太复杂",
    "file.slow": "{seconds} 秒内没有读完",
    "file.swollen": "附带的文件解开后太大，请下载各个文件，放进一个文件夹再复核",
}
"""What is wrong with a PDF, by refusal."""
NOT_WRITTEN: Final = "{path} 写不了（{detail}）。没有写出任何文件。"
TWO_OF_ONE_NAME: Final = "有两份不一样的 {name}，不知道该核对哪一份。请只给一份。"

PLACES: Final[dict[str, str]] = {
    "/": "首页、已公布的结果",
    "/receipt": "查回执",
    "/console/signin": "秘书工作台（第一次打开时设密码）",
}
"""Path → what is there. A test opens each on a running site."""

DOCTOR: Final[dict[str, tuple[str, str]]] = {
    "python": ("Python {found}", "需要 3.11 或更新。"),
    "home": ("数据目录 {found} 可写", "不能写入，网站不能启动。请改权限或设 MINPING_HOME。"),
    "disk": ("磁盘剩余 {found} GB", "不到 1 GB：投票期间写满会停止收票。请腾出空间。"),
    "database": ("PostgreSQL {found}", "没有可用的 PostgreSQL 15+，网站不能启动。"),
    "clock": ("系统时间 {found}", "比程序文件还早，时间不对；截止时间和公布日期会错。请校时。"),
    "libcrypto": (
        "加密库 {found}",
        (
            "没有 OpenSSL 3 的 libcrypto.so.3，或者它算得不对：不能办“本机封票”的投票，"
            "其他投票不受影响。Debian：apt-get install libssl3"
        ),
    ),
    "pango": (
        "PDF 排版库 pango",
        "没有它不能生成 PDF（投票、计票、网页、Word 和 Excel 不受影响）。Debian：apt-get install libpangoft2-1.0-0",
    ),
    "harfbuzz": (
        "字体裁剪库 harfbuzz-subset",
        "没有它 PDF 会大很多。Debian：apt-get install libharfbuzz-subset0",
    ),
    "fonts": (
        "公文字体（仿宋、楷体、黑体、小标宋）",
        "缺 {found}，PDF 改用思源宋体，不合 GB/T 9704 的字体要求。运行 ./minping setup 再取一次。",
    ),
    "chromium": (
        "浏览器 {found}",
        "没有 Chromium，只影响浏览器测试。Debian：apt-get install chromium",
    ),
    "poppler": ("pdftotext", "只影响测试。Debian：apt-get install poppler-utils"),
}
"""For each thing looked at: what is said when it is there, and what its absence costs."""

DOCTOR_FINE: Final = "有  {what}"
DOCTOR_MISSING: Final = "缺  {what}：{cost}"

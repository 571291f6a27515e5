"""What the command line says when the service cannot start: what is wrong, and what to do."""

from collections.abc import Mapping
from typing import Final

WHOLE_NUMBER: Final = "0 到 {most} 的整数"
HTTP_ADDRESS: Final = "http(s):// 地址"
DATABASE_ADDRESS: Final = "postgresql:// 地址"
"""What a setting should have been."""

SENTENCES: Final[dict[str, str]] = {
    "already_running": "民评已经在运行（进程 {pid}，数据目录 {home}），没有再启动一份。",
    "not_running": "民评没有在运行（数据目录 {home}）。请先启动 ./minping serve。",
    "bad_setting": "设置 {name} 的值“{value}”不对，应为{wanted}。",
    "port_in_use": "{host} 的端口 {port} 已被别的程序占用。请换一个端口：MINPING_PORT=端口号。",
    "cannot_listen": (
        "不能在 {host} 的端口 {port} 提供服务（{detail}）。请检查 MINPING_HOST 和 MINPING_PORT。"
    ),
    "child_died": "“{name}”连续 {times} 次启动后就退出，服务已全部停止。原因见上面的输出。",
    "unwritable_home": (
        "数据目录 {path} 不能写入（{detail}）。请改目录权限，或用 MINPING_HOME 另指。"
    ),
    "unreachable_home": (
        "数据库进程进不了目录 {path}。请不要用 sudo 启动，或把 MINPING_HOME 指到它能进入的目录。"
    ),
    "disk_full": "磁盘已满，{path} 写不进去；已有的数据没有受损。请腾出空间后再启动。",
    "secrets_lost": (
        "数据库还在，但 {path} 不见了。请从备份恢复整个 secrets 目录；没有它打不开数据库。"
    ),
    "no_database_program": (
        "找不到 PostgreSQL 程序。"
        "请安装 postgresql 15 以上，或用 MINPING_DATABASE_URL 指向一台服务器。"
    ),
    "other_version": (
        "数据目录是 PostgreSQL {wanted} 建的，这台机器上没有这个版本。请装回它，或先导出再导入。"
    ),
    "database_died": "数据库没有启动起来：{detail}。详见日志 {log}。",
    "database_unreachable": (
        "连不上数据库：{detail}。请检查 MINPING_DATABASE_URL 和数据库是否在运行。"
    ),
    "database_too_old": "数据库版本是 {version}，需要 PostgreSQL 15 以上。",
    "database_unsafe": (
        "数据库设置 {name} 是 {value}，应为 {wanted}：选票的安全和保密靠它。请改好后再启动。"
    ),
    "may_not_prepare": (
        "数据库账号“{user}”权限不够：{detail}。"
        "它须有 CREATEROLE，并且是数据库“{database}”的所有者。"
    ),
    "foreign_roles": (
        "数据库里已有 minping 的角色，但口令与 {path} 里的不同：可能另有一套民评在用。"
        "请从那一套复制 secrets 目录；确认无人使用时，可删除这些角色再启动。"
    ),
    "no_data": "数据目录 {path} 里还没有数据。在别处的，请设 MINPING_HOME。",
    "backup_failed": "没有备份成：{detail}。没有留下不完整的文件，请再试一次。",
    "not_our_data": "{path} 读不出来，没有恢复。请给备份时写出的 .data 文件。",
    "not_our_secrets": "{path} 不是备份的钥匙文件，没有恢复。请给备份时写出的 .secrets 文件。",
    "unlike_backup": "{path} 不是和这份钥匙同一次备份的，或者已经损坏，没有恢复。请找出时间相同的两份。",
    "home_in_use": (
        "数据目录 {path} 里已经有一套民评，没有恢复，也没有改动它。"
        "请把 MINPING_HOME 指到一个空目录；要换掉它，先把它移走。"
    ),
    "database_in_use": "这个数据库里已经有一套民评，没有恢复，也没有改动它。请给一个空的数据库。",
    "restore_failed": "没有恢复成：{detail}。什么也没有留下，请再试一次。",
    "migration_changed": "已执行过的数据库脚本 {file} 被改动了，没有启动。请恢复原来的文件。",
    "migration_unknown": "数据库比程序新（已执行到 {file}）。请换用新版程序。",
    "migration_failed": "数据库脚本 {file} 没有执行成功，已全部撤回：{detail}。",
}


def explain_start(code: str, data: Mapping[str, object]) -> str:
    """The sentence of a start that failed.

    >>> explain_start("database_too_old", {"version": "13.4"})
    '数据库版本是 13.4，需要 PostgreSQL 15 以上。'
    """
    return SENTENCES[code].format_map(data)

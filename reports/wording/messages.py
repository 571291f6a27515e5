"""Short messages to one person's phone, whole sentences; none says anything of what was voted."""


def say_taken(congress: str, title: str) -> str:
    """Somebody took a ballot in this person's name, by whatever door."""
    return (
        f"【{congress}】您已领取“{title}”的票。系统只记领没领票，不知道投了什么。"
        "如果不是您本人领的，请马上告诉监票人。"
    )


def say_reissued(congress: str) -> str:
    """This person was given another printed code; it may have been somebody else who asked."""
    return (
        f"【{congress}】您的投票绑定码刚刚补发，原来的纸条和原来绑定的手机不能再登录。"
        "如果不是您本人要求的，请马上联系工作人员。"
    )

"""Printed personal codes (绑定码) as the chronicle tells of them."""


def say_printed_codes(number: int, second: str) -> str:
    """For how many they were printed, and who stood beside.

    >>> say_printed_codes(46, "李代表")
    '46 人；第二人 李代表'
    """
    return f"{number} 人；第二人 {second}"


def say_reissue(name: str, second: str, *, renumbered: bool) -> str:
    """Who was given a new one; whether the number on the roll is no longer theirs.

    >>> say_reissue("孙代表", "李代表", renumbered=True)
    '孙代表，换了号码；第二人 李代表'
    """
    return f"{name}{'，换了号码' if renumbered else ''}；第二人 {second}"

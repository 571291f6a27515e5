"""In a terminal the columns of a Chinese table stand under each other."""

from reports.document import Align, Column, Table
from reports.rendering.terminal import render_table, width


def test_columns_are_aligned_by_the_width_of_their_characters() -> None:
    table = Table(
        caption="结果",
        columns=(Column("测评对象", align=Align.LEFT), Column("票数", "满意"), Column("等次")),
        rows=(("镇财政所", "5", "满意"), ("农业（A）中心", "25", "基本满意")),
        unit="票",
    )
    caption, *lines = render_table(table)
    assert caption == "结果（单位：票）"
    assert {width(line) for line in lines} == {width(lines[0])}
    assert lines[0].startswith("测评对象 ")
    assert lines[2].endswith("         5      满意")

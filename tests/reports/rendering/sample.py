"""One document with every kind of block and all the furniture of a page, its numbers made up."""

from decimal import Decimal

from reports.charts import (
    GradeBars,
    GradeRow,
    Heat,
    Mark,
    RankRow,
    Ranks,
    ScoreRow,
    Scores,
    Series,
    Tone,
    Trend,
    Turnout,
    TurnoutRow,
)
from reports.document import (
    Align,
    Annex,
    Clause,
    Closing,
    Codes,
    Column,
    Document,
    Fact,
    Heading,
    Paragraph,
    Record,
    Table,
    figure_of,
)

DATED = "2026-11-20T11:00:00+08:00"
OPTIONS = (
    ("满意", Tone.GOOD),
    ("基本满意", Tone.FAIR),
    ("不满意", Tone.POOR),
    ("不了解", Tone.NONE),
)
VOTES = {
    "镇财政所": (37, 4, 1, 0),
    "镇社会事务办公室": (35, 5, 1, 1),
    "镇农业农村服务中心": (34, 6, 2, 0),
    "镇自然资源所": (20, 13, 6, 3),
}
ITEMS = ("依法履职、依法行政情况", "办理代表建议、批评和意见情况", "服务群众、办事效率情况")


def grade_bars() -> GradeBars:
    return GradeBars(tuple(_grades(label, votes) for label, votes in VOTES.items()))


def _grades(label: str, votes: tuple[int, ...]) -> GradeRow:
    pairs = zip(OPTIONS, votes, strict=True)
    return GradeRow(label, tuple(Mark(option, tone, number) for (option, tone), number in pairs))


def scores() -> Scores:
    rows = (
        ScoreRow("镇财政所", Decimal("98.5"), _interval("97.1", "99.2"), "高于平均"),
        ScoreRow("镇社会事务办公室", Decimal("96.2")),
        ScoreRow("镇自然资源所", Decimal("88.8"), _interval("85.5", "91.4"), "低于平均"),
    )
    ends = (Decimal(80), Decimal(100))
    return Scores(rows, ends, average=Decimal("94.6"), band=_interval("93.2", "96.0"))


def _interval(low: str, high: str) -> tuple[Decimal, Decimal]:
    return Decimal(low), Decimal(high)


def ranks() -> Ranks:
    rows = (RankRow("镇财政所", 1, 2), RankRow("镇社会事务办公室", 1, 3))
    return Ranks((*rows, RankRow("镇自然资源所", 4, 4)), places=4)


def heat() -> Heat:
    cells = (("88.1", "81.0", "81.0", "61.9"), ("90.5", "81.0", "81.0", "52.4"))
    rows = tuple(tuple(map(Decimal, row)) for row in cells)
    return Heat(ITEMS, tuple(VOTES), (*rows, (Decimal("85.7"), None, Decimal("78.6"), None)))


def trend() -> Trend:
    series = (
        Series("镇财政所", (Decimal("93.0"), Decimal("96.1"), Decimal("98.5"))),
        Series("镇自然资源所", (Decimal("86.0"), None, Decimal("88.8"))),
    )
    return Trend(("2024年", "2025年", "2026年"), series, (Decimal(80), Decimal(100)))


def turnout() -> Turnout:
    rows = (TurnoutRow("第一小组", 8, 9, "88.9%"), TurnoutRow("第二小组", 9, 9, "100%"))
    return Turnout(rows)


CHARTS = (grade_bars, scores, ranks, heat, trend, turnout)


def results() -> Table:
    columns = (
        Column("序号"),
        Column("测评对象", align=Align.LEFT),
        Column("票数", "满意"),
        Column("比率", "满意"),
        Column("等次"),
    )
    rates = ("88.10", "83.33", "80.95", "47.62")
    rows = tuple(
        (str(place), name, str(votes[0]), rate, "满意" if votes[0] > 30 else "基本满意")
        for place, ((name, votes), rate) in enumerate(zip(VOTES.items(), rates, strict=True), 1)
    )
    notes = ("比率以有效票为基数。", "满意率达到75%评为满意。")
    return Table("民主测评结果统计表", columns, rows, heads=2, unit="票、%", notes=notes)


def roll(number: int) -> Table:
    """A long table: its heads stand on every page."""
    columns = (Column("序号"), Column("姓名"), Column("代表小组"), Column("电话", text=True))
    rows = tuple(
        (str(at), f"代表{at}", f"第{at % 5 + 1}小组", f"1380000{at:04}")
        for at in range(1, number + 1)
    )
    return Table("代表名册", columns, rows, heads=2)


def wide() -> Table:
    columns = (Column("测评对象", align=Align.LEFT), *(Column(f"指标{at}") for at in range(1, 18)))
    rows = tuple((name, *(f"{90 - at}.{at}" for at in range(1, 18))) for name in VOTES)
    return Table("各项指标得分表", columns, rows, unit="分")


def the_sample(*, draft: bool = False) -> Document:
    return Document(
        title="老厂镇人民代表大会主席团关于镇属部门工作民主测评结果的通报",
        issuer="老厂镇人民代表大会主席团",
        number="老人大发〔2026〕3号",
        addressee="镇人民政府，各有关部门",
        dated=DATED,
        draft=draft,
        blocks=(
            Paragraph("2026年11月20日，老厂镇人大主席团对4个部门进行了民主测评。"),
            Paragraph("现将结果通报如下。", slot="opening"),
            Heading(1, "测评结果"),
            Heading(2, "各部门情况"),
            Clause(3, "镇财政所：", "满意37票，满意率88.10%。"),
            Clause(3, "镇自然资源所：", "满意20票，满意率47.62%。"),
            results(),
            figure_of(grade_bars(), "各部门等次构成"),
            figure_of(scores(), "得分与平均"),
            Heading(2, "名次与变化"),
            figure_of(ranks(), "名次范围"),
            figure_of(trend(), "历年得分"),
            Heading(1, "整改要求"),
            Paragraph("请镇自然资源所在12月18日前报送整改方案。", slot="demand"),
            Codes((Fact("计票结果", "ab12" * 16),)),
        ),
        closing=Closing("老厂镇人民代表大会主席团", "2026年11月20日"),
        annexes=(
            Annex("各项指标满意率", (figure_of(heat(), "各项指标满意率"), results())),
            Annex("各项指标得分", (wide(),), landscape=True),
            Annex("代表名册", (roll(60), figure_of(turnout(), "参评情况"))),
        ),
        record=Record(
            "老厂镇人大办公室",
            "2026年11月20日",
            copies=(
                "镇党委",
                "市人大常委会",
                "市人民政府办公室",
                "老厂镇各村民委员会、社区居民委员会",
            ),
        ),
    )

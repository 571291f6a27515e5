"""A digest of opinions becomes the document for the meeting (征求意见汇总).

Only what was reviewed is printed: redacted words in place of the original, names of nobody but
those who agreed, reasons in place of what was set aside.
"""

from collections.abc import Iterator

from reports.document import (
    Align,
    Annex,
    Block,
    Clause,
    Closing,
    Column,
    Document,
    Heading,
    Paragraph,
    Table,
)
from reports.wording.consultations import (
    AT_LARGE,
    OPEN_TO_ALL,
    digest_title,
    say_chapter,
    say_handled,
    say_matter,
    say_times,
)
from reports.wording.numbers import official_date, official_days
from surveys.consultation.digest import Chapter, Digest, Point
from surveys.values import Value


class Occasion(Value, frozen=True):
    """Who asked, from when to when, and when this is printed (RFC 3339)."""

    congress: str
    opened_at: str
    closed_at: str
    dated: str


def write_digest(digest: Digest, occasion: Occasion, *, draft: bool = False) -> Document:
    """Write it. A draft says so on every page."""
    return Document(
        title=digest_title(digest.title),
        issuer=occasion.congress,
        dated=occasion.dated,
        blocks=(Paragraph(_opening(digest, occasion)), *_chapters(digest), *_reasons(digest)),
        closing=Closing(occasion.congress, official_date(occasion.dated)),
        annexes=(Annex("意见处理情况统计表", (_table(digest),)),),
        draft=draft,
    )


def _opening(digest: Digest, occasion: Occasion) -> str:
    when = official_days(occasion.opened_at, occasion.closed_at)
    asked = f"{when}，{occasion.congress}就{say_matter(digest.title)}公开征求意见"
    if not digest.received:
        return f"{asked}，没有收到意见。"
    handled = say_handled(digest.states)
    return (
        f"{asked}，共收到意见{digest.received}条：{handled}。{OPEN_TO_ALL}现将采纳的意见汇总如下："
    )


def _chapters(digest: Digest) -> Iterator[Block]:
    for chapter in digest.chapters:
        if chapter.points:
            yield Heading(1, say_chapter(chapter.label))
            for point in chapter.points:
                yield from _point(point)


def label_of(chapter: Chapter) -> str:
    """What a chapter is called; what is about no subject has words of its own."""
    return chapter.label or AT_LARGE


def _point(point: Point) -> Iterator[Block]:
    first, *rest = point.words.split("\n")
    yield Clause(2, say_times(point.times), first)
    yield from (Paragraph(line) for line in rest if line)
    if note := say_note(point):
        yield Paragraph(note)
    if point.reply:
        yield Paragraph(f"答复：{point.reply}")


def say_note(point: Point) -> str:
    """What stands under a point: its author, that it was redacted, where it went."""
    name = f"{point.name}提出。" if point.name else ""
    redacted = "文字经工作人员改写。" if point.redacted else ""
    forwarded = (
        f"{official_date(f'{point.on}T00:00:00')}转{point.to}办理。"
        if point.to and point.on
        else ""
    )
    waiting = "尚未答复。" if forwarded and not point.reply else ""
    said = name + redacted + forwarded + waiting
    return f"（{said}）" if said else ""


def _reasons(digest: Digest) -> Iterator[Block]:
    if digest.set_aside:
        yield Heading(1, "没有采纳的意见")
        total = sum(number for _, number in digest.set_aside)
        said = "；".join(f"{reason}（{number}条）" for reason, number in digest.set_aside)
        yield Paragraph(f"共{total}条，理由是：{said.replace(chr(10), ' ')}。")


def _table(digest: Digest) -> Table:
    return Table(
        caption="各部分收到的意见",
        columns=(
            Column("内容", align=Align.LEFT, width=52),
            Column("收到"),
            Column("写入汇总"),
            Column("其中已答复"),
        ),
        rows=(
            *(_row(chapter) for chapter in digest.chapters),
            ("合计", *_sums(digest)),
        ),
        unit="条",
        notes=(f"处理结果：{say_handled(digest.states)}。",) if digest.states else (),
    )


def _row(chapter: Chapter) -> tuple[str, ...]:
    replied = sum(bool(point.reply) for point in chapter.points)
    return (label_of(chapter), str(chapter.received), str(len(chapter.points)), str(replied))


def _sums(digest: Digest) -> tuple[str, ...]:
    rows = [_row(chapter)[1:] for chapter in digest.chapters]
    return tuple(str(sum(int(number) for number in column)) for column in zip(*rows, strict=True))

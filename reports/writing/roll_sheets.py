"""A roll becomes the list of those entitled (名册) and the sheet they sign as they come (签到表).

Both go by deputy group. The sign-in sheet has no telephone and no slip: who came is written down,
which slip anybody drew is not.
"""

from collections.abc import Callable, Iterator, Mapping

from reports.document import Align, Block, Column, Document, Heading, Paragraph, Table
from reports.wording.numbers import official_date
from reports.wording.roll import BODIES
from surveys.electorate.roll import Body, Person, Roll, by_group, entitled
from surveys.keys import AppraiseeKey
from surveys.values import Value

SIGN_HERE = "请本人签名。签到只记到会，不记领哪张票、投什么票。"
BY_WHOM = "本名册用于核对投票资格，不得外传。"


class Meeting(Value, frozen=True):
    """What the sheets are for: whose, which vote, on which day (RFC 3339), where."""

    congress: str
    title: str
    dated: str
    place: str = ""


def write_sign_in(roll: Roll, meeting: Meeting) -> Document:
    """A place to sign for everybody entitled."""
    day = official_date(meeting.dated)
    where = f"在{meeting.place}" if meeting.place else ""
    return Document(
        title=f"{meeting.title}签到表",
        dated=meeting.dated,
        blocks=(
            Paragraph(f"{day}{where}，应到{entitled(roll)}人。{SIGN_HERE}"),
            *_by_group(roll, _sign_in_table),
            Paragraph("实到___人。核对人（签字）：______", indent=False),
        ),
    )


def write_roll(roll: Roll, meeting: Meeting, *, names: Mapping[AppraiseeKey, str]) -> Document:
    """Everybody entitled and what they do not rate; `names` are those of the appraisees."""

    def table(people: tuple[Person, ...]) -> Table:
        return _roll_table(people, names)

    return Document(
        title=f"{meeting.title}名册",
        dated=meeting.dated,
        blocks=(
            Paragraph(f"{meeting.congress}确认，应到{entitled(roll)}人。{BY_WHOM}"),
            *_by_group(roll, table),
        ),
    )


def _by_group(roll: Roll, table: Callable[[tuple[Person, ...]], Table]) -> Iterator[Block]:
    labels = {group.key: group.label for group in roll.groups}
    for group, people in by_group(roll).items():
        if people:
            yield Heading(1, f"{labels[group]}（{len(people)}人）")
            yield table(people)


def _sign_in_table(people: tuple[Person, ...]) -> Table:
    return Table(
        caption="",
        columns=(
            Column("序号", width=10),
            Column("姓名", width=22),
            Column("身份", align=Align.LEFT, width=26),
            Column("签名", width=27),
            Column("备注", width=15),
        ),
        rows=tuple(
            (str(place), person.name, _bodies(person), "", "")
            for place, person in enumerate(people, 1)
        ),
        heads=2,
    )


def _roll_table(people: tuple[Person, ...], names: Mapping[AppraiseeKey, str]) -> Table:
    return Table(
        caption="",
        columns=(
            Column("序号", width=10),
            Column("姓名", width=22),
            Column("身份", align=Align.LEFT, width=30),
            Column("回避", align=Align.LEFT, width=38),
        ),
        rows=tuple(
            (
                str(place),
                person.name,
                _bodies(person),
                "、".join(names.get(key, key) for key in sorted(person.recused_from)),
            )
            for place, person in enumerate(people, 1)
        ),
        heads=2,
    )


def _bodies(person: Person) -> str:
    """Their bodies in the order a congress names them."""
    return "、".join(BODIES[body] for body in Body if body in person.bodies)

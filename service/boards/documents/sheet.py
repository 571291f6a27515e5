"""An evaluation, a day and what the office added become what any of its papers is written from."""

from reports.writing.dispatch import Dispatch
from reports.writing.roll_sheets import Meeting
from reports.writing.years import Course, Published
from service.boards.documents.store import AppraisedRow
from surveys.keys import AppraiseeKey
from surveys.values import Value


class Sheet(Value, frozen=True):
    """What a paper is written from."""

    row: AppraisedRow
    dated: str
    """RFC 3339; the date of the paper (成文日期)."""
    address: str
    """The public base of the site."""
    appraisee: AppraiseeKey = ""
    entries: dict[str, str] = {}
    earlier: tuple[Published, ...] = ()
    """What was published before."""

    def entry(self, name: str) -> str:
        """What the office added, or nothing."""
        return self.entries.get(name, "")

    def lines(self, name: str) -> tuple[str, ...]:
        """An entry line by line."""
        return tuple(line.strip() for line in self.entry(name).splitlines() if line.strip())

    @property
    def course(self) -> Course:
        """The result and those before it."""
        row = self.row
        return Course(Published(row.manifest.read(), row.result.read()), self.earlier)

    @property
    def meeting(self) -> Meeting:
        """Where people come together."""
        return Meeting(self.row.congress, self.row.title, self.dated, self.entry("place"))

    @property
    def dispatch(self) -> Dispatch:
        """How it is sent."""
        return Dispatch(
            dated=self.dated,
            number=self.entry("number"),
            addressee=self.entry("addressee"),
            copies=tuple(name for name in self.entry("copies").split("、") if name.strip()),
            printed_by=self.entry("printed_by"),
        )

"""A paper becomes what the workbench shows of it beside its print: text and fields, in order."""

from collections.abc import Iterable, Iterator, Mapping

from reports.document import (
    Annex,
    Block,
    Clause,
    Codes,
    Copy,
    Document,
    Facts,
    Figure,
    Heading,
    Paragraph,
    Scan,
    SignatureLines,
    Table,
    slots,
)
from reports.rendering.numbering import number_blocks
from reports.wording.furniture import ANNEX
from reports.wording.papers import (
    ENTRIES,
    FIGURE,
    LINES,
    OMITTED,
    OTHER_SLOT,
    PAPERS,
    QR_CODE,
    SIGNATURE,
    SLOTS,
    TABLE,
    WRITTEN_ABOVE,
)
from reports.wording.refusals import explain
from reports.writing.pending import PENDING, pending
from service.boards.documents.composing import ENTRY, Draft
from service.clock import CHINA
from surveys.refusals import Refusal
from surveys.values import Value


class Field(Value, frozen=True):
    """Something to write: a slot, or what the office adds."""

    name: str
    label: str
    hint: str
    words: str
    fault: str = ""
    lines: bool = True
    edited: bool = False


class Part(Value, frozen=True):
    """A piece of the paper in its order: a field, or what the program wrote."""

    field: Field | None = None
    heading: str = ""
    words: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    table: int = 0
    """Which table of the paper it is, counted from 1."""


class Attached(Value, frozen=True):
    """An attachment; one with something to write in it stands open."""

    title: str
    parts: tuple[Part, ...]

    @property
    def open(self) -> bool:
        """Whether it has a field."""
        return any(part.field for part in self.parts)


class PaperView(Value, frozen=True, kw_only=True):
    """`console/paper.html`."""

    key: str
    title: str
    about: str
    document: str
    entries: tuple[Field, ...]
    parts: tuple[Part, ...]
    annexes: tuple[Attached, ...]
    forms: tuple[str, ...]
    official: bool
    issued: str
    """When it was issued; empty for a draft."""
    pending: int
    seen: str
    editable: bool

    @classmethod
    def of(
        cls, draft: Draft, *, typed: Mapping[str, str], faults: Mapping[str, Refusal]
    ) -> "PaperView":
        """`typed` and `faults` are of a page that was refused."""
        paper = draft.wanted.paper
        title, about = PAPERS[paper.key]
        shown = _Shown(draft, {**draft.wording, **typed}, faults)
        parts, annexes = tuple(shown.parts()), tuple(shown.annexes())
        fields = any(part.field for part in parts) or any(each.open for each in annexes)
        return cls(
            key=draft.wanted.key,
            title=f"{title}（{_name(draft)}）" if draft.wanted.appraisee else title,
            about=about,
            document=draft.written.title,
            entries=tuple(shown.entries()) if draft.issued_at is None else (),
            parts=parts,
            annexes=annexes,
            forms=tuple(form.value for form in paper.forms),
            official=paper.official,
            issued=draft.issued_at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
            if draft.issued_at
            else "",
            pending=len(pending(draft.written)),
            seen=draft.fingerprint,
            editable=draft.issued_at is None and (bool(paper.entries) or fields),
        )


class _Shown:
    """What stands in the fields of one draft."""

    def __init__(
        self, draft: Draft, wording: Mapping[str, str], faults: Mapping[str, Refusal]
    ) -> None:
        self.draft = draft
        self.wording = wording
        self.faults = faults
        self.usual = slots(draft.usual)
        self.tables = 0

    def entries(self) -> Iterator[Field]:
        for entry in self.draft.wanted.paper.entries:
            label, hint = ENTRIES[entry]
            name = f"{ENTRY}{entry}"
            yield Field(
                name,
                label,
                hint,
                self.wording.get(name, ""),
                fault=self._fault(name),
                lines=entry in LINES,
            )

    def parts(self) -> Iterator[Part]:
        """The text, slot by slot."""
        yield from self._blocks(self._document.blocks)

    def annexes(self) -> Iterator[Attached]:
        """What is attached."""
        for annex in self._document.annexes:
            parts = tuple(self._blocks(annex.blocks))
            yield Attached(_annexed(self._document, annex), parts)

    @property
    def _document(self) -> Document:
        """An issued paper as it was issued; a draft before anything was written in it."""
        return self.draft.written if self.draft.issued_at else self.draft.usual

    def _blocks(self, blocks: Iterable[Block]) -> Iterator[Part]:
        for number, block in number_blocks(blocks):
            match block:
                case Paragraph(_, _, slot) if slot in self.draft.wanted.paper.entries:
                    yield Part(words=WRITTEN_ABOVE.format(label=ENTRIES[slot][0]))
                case Paragraph(_, _, slot) if slot and self.draft.issued_at is None:
                    yield Part(field=self._slot(slot))
                case Table():
                    self.tables += 1
                    yield _table(block, self.tables)
                case _:
                    yield from _part(number, block)

    def _slot(self, slot: str) -> Field:
        usual = self.usual[slot]
        words = self.wording.get(slot, usual)
        waiting = usual.removeprefix(PENDING) if usual.startswith(PENDING) else ""
        return Field(
            slot,
            SLOTS.get(slot, OTHER_SLOT),
            waiting,
            {usual: "", "": OMITTED}.get(words, words) if waiting else words,
            fault=self._fault(slot),
            edited=words != usual,
        )

    def _fault(self, name: str) -> str:
        return explain(self.faults[name]) if name in self.faults else ""


def _annexed(document: Document, annex: Annex) -> str:
    place = document.annexes.index(annex) + 1 if len(document.annexes) > 1 else ""
    return f"{ANNEX}{place}　{annex.title}"


def _part(number: str, block: Block) -> Iterator[Part]:
    match block:
        case Heading(_, words):
            yield Part(heading=f"{number}{words}")
        case Clause(_, lead, words):
            yield Part(words=f"{number}{lead}{words}")
        case Paragraph(words):
            yield Part(words=words)
        case Figure(_, caption, alternative):
            yield Part(words=f"{FIGURE}{caption}　{alternative}")
        case Facts(facts) | Codes(facts):
            yield Part(words="　".join(f"{fact.label}：{fact.words}" for fact in facts))
        case SignatureLines(roles):
            yield Part(words="　".join(f"{role}{SIGNATURE}" for role, _ in roles))
        case Copy(heading, title):
            yield Part(heading=f"{heading}　{title}")
        case Scan(address, words):
            yield Part(words=f"{QR_CODE}{words}{address}")
        case _:  # cards are printed by who opens a vote
            pass


def _table(table: Table, place: int) -> Part:
    heads = tuple(f"{each.group}{each.label}" for each in table.columns)
    words = "　".join((f"{TABLE}{table.caption}", *table.notes))
    return Part(words=words, columns=heads, rows=table.rows, table=place)


def _name(draft: Draft) -> str:
    labels = {each.key: each.label for each in draft.row.plan.read().appraisees}
    return labels[draft.wanted.appraisee]

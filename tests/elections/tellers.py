"""Tellers (计票人) at their desk: what stands on paper is typed, twice, and decided by a third."""

import asyncio
from collections.abc import Mapping, Sequence

from tests.elections.ledger import Ledger, Sheet
from tests.elections.meant import TWICE, Cell
from tests.elections.pages import Form
from tests.elections.presidium import Colleague

BOTH = ["satisfied", "dissatisfied"]


class Teller:
    """One of them, under an account of their own."""

    def __init__(self, desk: Colleague, survey: str) -> None:
        self._browser = desk.browser
        self._page = f"/console/doors/{survey}/paper"

    async def enter(self, sheet: Sheet, *, misread: bool = False, deciding: bool = False) -> None:
        """Type a sheet as it lies there; or, the second time, otherwise."""
        form = await self._open(sheet, "&third=1" if deciding else "")
        if sheet.way == "named":
            await self._type(form, sheet, {"invalid": "1"})
            return
        marks = dict(sheet.meant.marks)
        if misread:
            marks[next(reversed(marks))] = "dissatisfied"
        given = _cells(form, marks)
        if sheet.meant.remark:
            given[min(name for name in form.names if name.startswith("q."))] = sheet.meant.remark
        await self._type(form, sheet, given)

    async def _open(self, sheet: Sheet, more: str) -> Form:
        path = f"{self._page}/sheet?serial={sheet.serial}{more}"
        return await self._browser.form(path, f"{self._page}/sheet")

    async def _type(self, form: Form, sheet: Sheet, given: Mapping[str, str | list[str]]) -> None:
        answer = await self._browser.post(form, given)
        assert answer.status_code == 200, answer.text
        assert f'已录：<b class="print">{sheet.serial}</b>' in answer.text

    async def kept_from(self, sheet: Sheet) -> int:
        """The status with which the same sheet is refused to them."""
        path = f"{self._page}/sheet?serial={sheet.serial}"
        return (await self._browser.http.get(path)).status_code


def _cells(form: Form, marks: Mapping[Cell, str]) -> dict[str, str | list[str]]:
    fields = {name.partition(".")[2].partition(".")[2]: name for name in form.names if "m." in name}
    return {
        fields[f"{department}.{indicator}"]: BOTH if mark == TWICE else mark
        for (department, indicator), mark in marks.items()
    }


async def collect(tellers: Sequence[Teller], ledger: Ledger) -> None:
    """Every sheet that came back: read by two, decided by the third where they differ."""
    returned = [sheet for sheet in ledger.sheets if sheet.way != "kept"]
    for reading in range(2):
        await asyncio.gather(
            *(
                _read(teller, returned[(at - reading) % 3 :: 3], again=reading == 1)
                for at, teller in enumerate(tellers)
            )
        )
    for at, sheet in enumerate(returned):
        assert await tellers[at % 3].kept_from(sheet) == 409
        if sheet.way == "disputed":
            await tellers[(at + 2) % 3].enter(sheet, deciding=True)
        if sheet.way == "named":
            ledger.spoil(sheet.meant.group, "unreadable")
        else:
            ledger.count(sheet.meant)


async def _read(teller: Teller, sheets: Sequence[Sheet], *, again: bool) -> None:
    for sheet in sheets:
        await teller.enter(sheet, misread=again and sheet.way == "disputed")

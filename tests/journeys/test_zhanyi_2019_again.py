"""曲靖市沾益区人大常委会公告第60号 (2019): its ballots go through our doors and give its rates."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from reports.document import Clause, Document
from reports.writing.notice import write_notice
from service.demonstration import published, zhanyi
from service.demonstration.published import Notice, Voted
from surveys import canonical
from surveys.appraisal.form import ballot_form
from surveys.ballots.ballot import Ballot
from surveys.keys import WHOLE
from surveys.manifest import SlipCount
from surveys.publication import RESULT
from surveys.questionnaire.answer import Marks
from surveys.rules.fitting import fit
from surveys.rules.presets import preset
from surveys.rules.ruleset import Group
from surveys.tally.conclusion import Attendance
from surveys.tally.results import Result
from tests.builders import SURVEY, a_manifest
from tests.journeys.sites import Site
from tests.publications import a_publication
from tests.reports.rendering.reading import text

FILE = Path(__file__).parents[1] / "data" / "worked-examples.json"
EXAMPLES: list[dict[str, Any]] = [
    example
    for example in json.loads(FILE.read_text("utf-8"))["examples"]
    if example["kind"] == "appraisal_rates"
    and example.get("returned") == sum(example["counts"].values())
]
ZHANYI = [example for example in EXAMPLES if example["id"].startswith("zhanyi-2019")]


def a_notice(examples: list[dict[str, Any]]) -> Notice:
    """Examples of one meeting as the notice that published them."""
    return Notice(
        congress="曲靖市沾益区人民代表大会常务委员会",
        title="2019年代表建议办理情况满意度测评",
        source=examples[0]["source_url"],
        objects=tuple(
            Voted(
                label=example["department"],
                item=example["item"],
                issued=example["issued"],
                returned=example["returned"],
                counts=example["counts"],
                published=example["published"],
            )
            for example in examples
        ),
    )


def clause_of(voted: Voted) -> str:
    """What the notice printed: votes and rates, grades nobody gave left out."""
    rates = "，".join(
        f"{grade}票{votes}票，{grade}率{voted.published[f'{grade}率']}%"
        for grade, votes in voted.counts.items()
        if votes
    )
    return f"{voted.label}测评情况：发出测评表{voted.issued}张，收回{voted.returned}张，{rates}。"


def test_the_data_of_the_program_is_the_published_notice() -> None:
    ours = published.read_notice(published.ZHANYI.read_bytes())
    assert ours.objects == a_notice(ZHANYI).objects


def a_written_notice(notice: Notice) -> Document:
    """The same ballots counted without any door: opened, concluded, written."""
    plan, roll = published.plan(notice), published.roll(notice)
    form = ballot_form(plan)
    groups = tuple(Group(group.key, group.label) for group in roll.weightings)
    people, voters = len(roll.people), notice.objects[0].returned
    manifest = a_manifest(
        form=form,
        title=notice.title,
        appraisees=plan.appraisees,
        rules=fit(preset("returned-rates"), plan, groups=groups),
        slips=(SlipCount(group="members", unit=WHOLE, printed=people),),
        entitled=people,
    )
    (matrix,) = form.matrices()
    marks = published.marks(notice)
    ballots = [
        Ballot(
            survey=SURVEY,
            group="members",
            unit=WHOLE,
            answers={
                matrix.key: Marks({key: {"overall": given[n]} for key, given in marks.items()})
            },
            nonce=f"{n:032x}",
        )
        for n in range(voters)
    ]
    made = a_publication(manifest, ballots, Attendance(present=people, voided={}))
    result = canonical.decode(made.files[RESULT], Result)
    return write_notice(manifest, result, rule_words=(), fingerprint=made.fingerprint)


TWO_KEPT = {**ZHANYI[0], "id": "zhanyi-2019-1 with 30 issued", "issued": 30}
"""Two slips that went out and did not come back change no rate over the returned."""


@pytest.mark.parametrize("example", [*EXAMPLES, TWO_KEPT], ids=lambda example: example["id"])
def test_each_published_example_is_written_to_the_digit(example: dict[str, Any]) -> None:
    notice = a_notice([example])
    document = a_written_notice(notice)
    clauses = [block for block in document.blocks if isinstance(block, Clause)]
    assert [clause.lead + clause.words for clause in clauses] == [clause_of(notice.objects[0])]


async def test_twenty_eight_ballots_of_each_object_give_the_published_rates(
    site: Site, web: httpx.AsyncClient
) -> None:
    """Printed cards, phones, box, opener, worker, PDF: votes and rates to the digit."""
    notice = a_notice(ZHANYI)
    finished = await zhanyi.tell(site.settings, print, notice)
    report = await web.get(f"/results/{finished.survey}/report.pdf")
    said = text(report.content)
    for voted in notice.objects:
        assert clause_of(voted) in said
    assert finished.ballots == 28
    assert "不满意票" not in said, "a grade nobody gave is not printed"

"""Whatever rule set is chosen, its notice and its tally sheet can be written."""

import pytest

from reports.document import proofread
from reports.rendering.html import render_html
from reports.wording.rules import say_rules
from reports.writing.board import write_board
from reports.writing.circular import write_circular
from reports.writing.dispatch import Dispatch
from reports.writing.notice import write_notice
from reports.writing.opinion import write_opinion
from reports.writing.own_report import write_own_report
from reports.writing.paper_ballot import write_paper_ballot
from reports.writing.posting import write_posting
from reports.writing.rectification import Findings, write_rectification
from reports.writing.rule_paper import write_rule_paper
from reports.writing.tally_sheet import write_tally_sheet
from reports.writing.years import Course, Published
from surveys.ballots.ballot import Ballot
from surveys.keys import WHOLE
from surveys.manifest import Manifest, SlipCount
from surveys.questionnaire.answer import Marks
from surveys.rules import scale
from surveys.rules.presets import preset, presets
from surveys.rules.ruleset import Column, Publication, RuleSet
from surveys.tally.conclusion import Attendance
from surveys.tally.results import Count
from tests.builders import FOUR_DEPARTMENTS, a_manifest
from tests.publications import a_publication
from tests.reports.cases import published
from tests.tallies import changed, form_of


def _manifest(rules: RuleSet) -> Manifest:
    group = rules.electorate.groups[0].key
    return a_manifest(
        form=form_of(rules, *FOUR_DEPARTMENTS),
        rules=rules,
        slips=(SlipCount(group, WHOLE, 12),),
    )


def _count(manifest: Manifest) -> Count:
    rules = manifest.rules
    group = rules.electorate.groups[0].key
    marks = {item.key: sorted(scale.allowed(rules, item)) for item in rules.items}
    ballots = [
        Ballot(
            survey=manifest.survey,
            group=group,
            unit=WHOLE,
            answers={
                "marks": Marks(
                    marks={
                        appraisee.key: {
                            item: words[(number * at) % len(words)] for item, words in marks.items()
                        }
                        for at, appraisee in enumerate(manifest.appraisees)
                    }
                )
            },
            nonce=f"{number:032x}",
        )
        for number in range(12)
    ]
    return a_publication(manifest, ballots, Attendance(present=46)).count


@pytest.mark.parametrize("rules", presets(), ids=lambda rules: rules.key)
def test_every_preset_can_be_published(rules: RuleSet) -> None:
    manifest = _manifest(rules)
    count = _count(manifest)
    result = published(count, at="2026-11-21T10:00:00+08:00")
    notice = write_notice(manifest, result, rule_words=say_rules(rules), fingerprint="a" * 64)
    assert notice
    assert write_tally_sheet(manifest, count)


@pytest.mark.parametrize("rules", presets(), ids=lambda rules: rules.key)
def test_every_preset_has_all_its_papers(rules: RuleSet) -> None:
    manifest = _manifest(rules)
    result = published(_count(manifest), at="2026-11-21T10:00:00+08:00")
    dispatch, land = Dispatch(result.published_at), manifest.appraisees[-1].key
    written = (
        write_circular(manifest, result, fingerprint="a" * 64, dispatch=dispatch),
        write_posting(manifest, result, fingerprint="a" * 64, dispatch=dispatch),
        write_opinion(manifest, result, land, dispatch=dispatch),
        write_own_report(Course(Published(manifest, result)), land, comments=(), dispatch=dispatch),
        write_rectification(manifest, result, land, findings=Findings(), dispatch=dispatch),
        write_board(manifest, result),
        write_rule_paper(rules, congress=manifest.congress, dispatch=dispatch),
        write_paper_ballot(
            manifest.form, congress=manifest.congress, dated=result.published_at, rules=rules
        ),
    )
    for paper in written:
        assert proofread(paper) == ()
        assert render_html(paper)


def _headings(rules: RuleSet) -> list[str]:
    manifest = _manifest(rules)
    table = write_tally_sheet(manifest, _count(manifest))
    return str(table).split("Column(")


def test_only_the_columns_a_rule_set_names_are_shown() -> None:
    town = preset("township-three-grade")
    shown = Publication(columns=(Column.RETURNED, Column.GRADE))
    said = "".join(_headings(changed(town, publication=shown)))
    assert "label='收回'" in said
    assert "label='等次'" in said
    assert "label='票数'" not in said
    assert "label='比率'" not in said

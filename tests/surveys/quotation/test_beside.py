"""What of a poll may stand beside an evaluation: the same names, and only what was published."""

from collections.abc import Iterator

import msgspec

from surveys.appraisal.plan import Appraisee
from surveys.poll import SMALLEST_CELL, PollManifest
from surveys.questionnaire.form import Questionnaire, Section
from surveys.questionnaire.questions import (
    GradeMatrix,
    Indicator,
    Option,
    Question,
    SingleChoice,
    Subject,
)
from surveys.quotation.matching import match, topics
from surveys.quotation.quoted import Quoted, quote
from surveys.statistics.poll_reading import Basis, Rate, Weighting
from surveys.tally.poll_results import PublishedTable
from tests.polls import an_open_manifest
from tests.quotations import a_choice, a_quotation, a_source
from tests.reports.poll_cases import the_poll

FINANCE, LAND = Appraisee("finance", "镇财政所"), Appraisee("land", "镇自然资源所")
GRADES = (Option("good", "满意"), Option("bad", "不满意"))


def a_form(*questions: Question) -> Questionnaire:
    return Questionnaire("问卷", (Section("all", "", questions),))


def a_matrix(*subjects: Subject) -> Questionnaire:
    return a_form(
        GradeMatrix(
            key="offices",
            title="满意吗",
            subjects=subjects,
            indicators=(Indicator("overall", "总体评价"),),
            grades=GRADES,
        )
    )


def asked(**titles: str) -> Questionnaire:
    """A question of its own for each department."""
    return a_form(*(SingleChoice(key=k, title=t, options=GRADES) for k, t in titles.items()))


def names(form: Questionnaire, *appraisees: Appraisee) -> dict[str, str]:
    """Department → whom the poll asks about, as far as a program may say so."""
    found = topics(form, appraisees)
    return {key: place.label for topic in found for key, place in match(topic, appraisees).items()}


def test_the_same_name_is_a_match_and_the_same_key_under_another_name_is_none() -> None:
    """A pasted form numbers its rows d1, d2: such a key says nothing of who is meant."""
    form = a_matrix(Subject("finance", "便民服务中心"), Subject("d2", "镇 财政所"))
    assert names(form, FINANCE, LAND) == {"finance": "镇 财政所"}


def test_what_could_mean_two_means_nobody() -> None:
    twice = a_matrix(Subject("d1", "镇财政所"), Subject("d2", "镇财政所"))
    assert names(twice, FINANCE) == {}
    both = asked(q1="镇财政所和镇自然资源所，您满意吗", q2="您对镇自然资源所满意吗")
    assert names(both, FINANCE, LAND) == {}


def test_questions_of_their_own_are_found_by_the_name_in_their_title() -> None:
    form = asked(q1="您对镇财政所满意吗", q2="您对镇自然资源所满意吗", q3="您去过大厅吗")
    (topic,) = topics(form, (FINANCE, LAND))
    assert names(form, FINANCE, LAND) == {
        "finance": "您对镇财政所满意吗",
        "land": "您对镇自然资源所满意吗",
    }
    assert [place.question for place in topic.places] == ["q1", "q2"]


def published(quoted: Quoted) -> tuple[PublishedTable, dict[str, Rate]]:
    source = a_source()
    part = (quoted.appraisee, "service")
    (table,) = (t for each in source.result.questions for t in each.tables if t.part == part)
    assert source.reading is not None
    return table, {rate.answer: rate for rate in source.reading.rates if rate.part == part}


def test_every_number_is_one_the_poll_published() -> None:
    quotation = a_quotation()
    assert [each.appraisee for each in quotation.appraisees] == ["finance", "land"]
    assert quotation.find("society") is None, "nobody was asked about it"
    assert quotation.result == a_source().fingerprint
    assert isinstance(quotation.weighting, Weighting)
    assert (quotation.valid, quotation.weighting.answers) == (121, 121)
    for each in quotation.appraisees:
        table, rates = published(each)
        totals = [column.total for column in table.columns if column.key != "blank"]
        assert [answer.number for answer in each.answers] == totals
        assert each.answered == sum(totals)
        assert [(answer.span, answer.weighted) for answer in each.answers] == [
            (rates[column.key].span, rates[column.key].weighted)
            for column in table.columns
            if column.key != "blank"
        ]


def test_what_fewer_than_ten_answered_is_quoted_no_better_than_it_was_published() -> None:
    """The gate left no column of it; nothing here goes around the gate."""
    source = a_source(the_poll(minimum=SMALLEST_CELL * 100))
    quotation = quote(source, a_choice(source))
    assert [each.answers for each in quotation.appraisees] == [(), ()]
    assert quotation.minimum == 1000


def bases(*manifests: PollManifest) -> Iterator[Basis]:
    for manifest in manifests:
        source = a_source(manifest)
        quotation = quote(source, a_choice(source))
        assert (quotation.basis is Basis.PARTICIPANTS) == (
            {answer.span for each in quotation.appraisees for answer in each.answers} == {None}
        )
        yield quotation.basis


def test_an_open_link_is_quoted_without_intervals_and_so_is_a_reading_nobody_can_read() -> None:
    link = an_open_manifest(form=the_poll().form)
    assert list(bases(the_poll(), link)) == [Basis.RETURNED, Basis.PARTICIPANTS]
    unread = msgspec.structs.replace(a_source(), reading=None)
    quotation = quote(unread, a_choice(unread))
    assert (quotation.basis, quotation.weighting) == (Basis.PARTICIPANTS, None)

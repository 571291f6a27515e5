"""What Wu, the auditor, finds when he verifies what was published."""

import base64
import itertools
import json
from fractions import Fraction

import pytest

from surveys import canonical
from surveys.ballots.ballot import digest
from surveys.ballots.validity import Spoiled
from surveys.keys import WHOLE
from surveys.manifest import SlipCount
from surveys.publication import BOX, FILES, MANIFEST, RESULT, SEALED
from surveys.questionnaire.questions import Indicator, Option
from surveys.refusals import Refusal
from surveys.rules.ruleset import (
    Aggregate,
    BallotHandling,
    Blank,
    Electorate,
    Group,
    Ranking,
)
from surveys.rules.ruleset import (
    Publication as Showing,
)
from surveys.tally.conclusion import Attendance, Unopened
from surveys.tally.results import Paper, Result, SignedIn
from surveys.verification.report import Report
from surveys.verification.sealed import bytes_of
from surveys.verification.verify import verify
from tests import second_verifier
from tests.builders import FOUR_DEPARTMENTS, a_ballot, a_form, a_manifest, a_plan, a_rule_set
from tests.mutations import Mutation, of_lines, of_value, of_writing
from tests.publications import Publication, a_publication

GRADES = ("satisfied", "fairly_satisfied", "dissatisfied", "unfamiliar")


def failed(report: Report) -> set[str]:
    return {finding.check for finding in report.findings if not finding.ok}


def checked(publication: Publication, **brought: str) -> Report:
    return verify(publication.files, publication.fingerprint, **brought)


def laochang() -> Publication:
    """43 of 46 deputies returned a slip; one envelope could not be opened."""
    manifest = a_manifest()
    ballots = [a_ballot(GRADES[number % 5 % 4], number=number) for number in range(43)]
    return a_publication(
        manifest,
        ballots,
        Attendance(present=45, voided={"deputies": {WHOLE: 5}}),
        unopened=[Unopened("deputies", Spoiled.UNREADABLE)],
    )


def a_small_one() -> Publication:
    """Two departments, two indicators, two groups of which one is shown only as totals."""
    plan = a_plan(
        appraisees=FOUR_DEPARTMENTS[:2],
        indicators=(Indicator("service", "服务"), Indicator("overall", "总体评价", overall=True)),
        grades=(Option("satisfied", "满意"), Option("dissatisfied", "不满意")),
        remarks=False,
    )
    groups = (
        Group("deputies", "代表", Fraction(7, 10)),
        Group("higher", "上级代表", Fraction(3, 10)),
    )
    rules = a_rule_set(
        plan,
        metrics=a_rule_set().metrics[:1] + a_rule_set().metrics[2:],
        rungs=(a_rule_set().rungs[0], a_rule_set().rungs[2]),
        electorate=Electorate(groups=groups),
        aggregate=Aggregate.WEIGHTED,
        handling=BallotHandling(blank=Blank.ABSTAIN),
        ranking=Ranking(by="score"),
        publication=Showing(small_group=3),
    )
    manifest = a_manifest(
        form=a_form(
            appraisees=plan.appraisees,
            indicators=plan.indicators,
            grades=plan.grades,
            remarks=False,
        ),
        appraisees=plan.appraisees,
        rules=rules,
        slips=(SlipCount("deputies", WHOLE, 6), SlipCount("higher", WHOLE, 2)),
        entitled=9,
    )
    blank = {("finance", "service"): None, ("finance", "overall"): None}
    ballots = [
        a_ballot(number=1, form=manifest.form),
        a_ballot(number=2, form=manifest.form, but={("finance", "overall"): "dissatisfied"}),
        a_ballot(number=3, form=manifest.form, but=blank),
        a_ballot(number=4, form=manifest.form, group="higher"),
    ]
    return a_publication(
        manifest,
        ballots,
        Attendance(present=8, voided={"deputies": {WHOLE: 1}}),
        unopened=[Unopened("deputies", Spoiled.DUPLICATE), Unopened("higher", Spoiled.UNREADABLE)],
    )


def test_an_honest_publication_passes_and_lists_every_check_with_what_it_read() -> None:
    report = checked(laochang())
    assert report.passed
    read = {finding.check: finding.data for finding in report.findings}
    assert read["box.order"] == {"file": "box.jsonl", "lines": 43}
    assert read["sealed.number"] == {"envelopes": 44}
    assert read["recount.counts"] == {"cells": 36}
    assert not any(check.startswith("receipt.") for check in read)


def by_every_door() -> Publication:
    """Of 46 ballots given out, 36 to those who signed in, 6 as cards, 4 on paper."""
    manifest = a_manifest()
    voided = sum(count.printed for count in manifest.slips) - 46
    ballots = [a_ballot(GRADES[number % 4], number=number) for number in range(43)]
    given = sum(count.printed for count in manifest.slips)
    came = Attendance(
        present=46,
        voided={"deputies": {WHOLE: voided}},
        signin=SignedIn(36 + voided, voided, 0),
        paper=Paper(4, 4, 3, 1),
    )
    assert given == 46 + voided
    return a_publication(manifest, ballots, came)


def test_the_numbers_of_the_doors_add_up_and_a_forger_s_do_not() -> None:
    publication = by_every_door()
    assert checked(publication).passed
    assert second_verifier.verify(publication.files, publication.fingerprint) == set()
    told = json.loads(publication.files[RESULT])
    for door, field in (
        ("signin", "eligible"), ("signin", "handed"), ("cards", "printed"), ("cards", "voided"),
        ("paper", "printed"), ("paper", "issued"),
    ):  # fmt: skip
        told["count"]["meeting"]["doors"][door][field] += 1
        forged = publication.reprinted(result_json=canonical.encode(told))
        assert failed(checked(forged)) == {"meeting.numbers"}, (door, field)
        assert "meeting.numbers" in second_verifier.verify(forged.files, forged.fingerprint)
        told["count"]["meeting"]["doors"][door][field] -= 1


def test_a_small_group_is_taken_as_given_and_the_report_says_so() -> None:
    publication = a_small_one()
    report = checked(publication)
    assert report.passed
    assert publication.files[BOX].count(b'"group":"higher"') == 0
    assert {limit.about: limit.data for limit in report.unprovable}["groups.withheld"] == {
        "groups": ("上级代表",)
    }


def test_the_fingerprint_may_be_typed_in_groups_and_a_prefix_is_reported_as_one() -> None:
    publication = laochang()
    grouped = " ".join(
        publication.fingerprint[at : at + 4].upper()
        for at in range(0, len(publication.fingerprint), 4)
    )
    for printed, digits in ((grouped, 64), (grouped[:19], 16)):
        report = verify(publication.files, printed)
        assert report.passed
        assert report.findings[1].data == {"digits": digits, "of": 64}


@pytest.mark.parametrize("printed", ["", "0" * 64, "PREFIX OF 15", "WITH A DIGIT MORE"])
def test_another_fingerprint_or_too_short_a_prefix_fails(printed: str) -> None:
    publication = laochang()
    printed = printed.replace("PREFIX OF 15", publication.fingerprint[:15])
    printed = printed.replace("WITH A DIGIT MORE", publication.fingerprint + "0")
    assert failed(verify(publication.files, printed)) == {"fingerprint.printed"}


def test_the_root_on_the_witness_sheet_is_compared_when_it_is_brought() -> None:
    publication = laochang()
    root = publication.count.sealed_root
    assert checked(publication, witness=root[:32].upper() + " " + root[32:]).passed
    assert failed(checked(publication, witness="0" * 64)) == {"sealed.witness"}


@pytest.mark.parametrize("file", FILES)
def test_without_one_of_the_files_nothing_is_called_checked(file: str) -> None:
    publication = laochang()
    files = {name: data for name, data in publication.files.items() if name != file}
    report = verify(files, publication.fingerprint)
    assert not report.passed
    assert [finding.data for finding in report.findings] == [{"file": file}]
    assert "recount.counts" in report.unexamined


def mutations(publication: Publication) -> list[tuple[str, Mutation]]:
    return [
        (file, mutation)
        for file, data in publication.files.items()
        for mutation in (
            of_lines(data) if file in {BOX, SEALED} else [*of_value(data), *of_writing(data)]
        )
    ]


def test_every_single_change_to_any_published_file_fails_under_the_printed_fingerprint() -> None:
    publication = a_small_one()
    tried = mutations(publication)
    unnoticed = [
        (file, mutation.name)
        for file, mutation in tried
        if checked(publication.with_file(file, mutation.data)).passed
    ]
    assert unnoticed == []
    assert len(tried) > 1000
    assert {file for file, _ in tried} == set(FILES)


TAKEN_AS_GIVEN = (
    "$.approved_by",
    "$.published_at",
    "$.confirmation.confirmed_at",
    "$.confirmation.presiding",
    "$.confirmation.tellers",
    "$.confirmation.scrutineers",
    "$.count.meeting.present",
    "$.count.meeting.invited",
    "$.count.meeting.opened_at",
    "$.count.meeting.closed_at",
)


def says_the_same(result: bytes) -> set[str]:
    """Changes that leave a field at its default out: another writing, the same result."""
    said = canonical.decode(result, Result)
    dropped = [one for one in of_value(result) if one.name.endswith(" dropped")]
    return {one.name for one in dropped if reads(one.data) == said}


def reads(data: bytes) -> Result | None:
    try:
        return canonical.decode(data, Result)
    except Refusal:
        return None


def test_who_forges_the_result_and_prints_the_notice_anew_is_found_out_by_the_recount() -> None:
    publication = a_small_one()
    unnoticed = {
        mutation.name
        for mutation in of_value(publication.files[RESULT])
        if checked(publication.reprinted(result_json=mutation.data)).passed
    }
    surprising = {
        name
        for name in unnoticed - says_the_same(publication.files[RESULT])
        if not name.startswith(TAKEN_AS_GIVEN)
    }
    assert surprising == set()
    assert {"$.count.meeting.invited + 1", "$.approved_by longer"} <= unnoticed


def restamped(publication: Publication, **files: bytes) -> Publication:
    """A thorough forger's: the digests in the result follow the files, and the notice follows."""
    forged = publication.reprinted(**files)
    result = json.loads(forged.files[RESULT])
    result["count"]["manifest"] = canonical.fingerprint(forged.files[MANIFEST])
    result["count"]["box"] = canonical.fingerprint(forged.files[BOX])
    return forged.reprinted(result_json=canonical.encode(result))


def test_whatever_the_manifest_says_the_answer_is_a_report() -> None:
    publication = a_small_one()
    for mutation in of_value(publication.files[MANIFEST]):
        assert not checked(restamped(publication, manifest_json=mutation.data)).passed


def test_whatever_the_box_holds_only_what_no_count_depends_on_passes() -> None:
    publication = a_small_one()
    lines = publication.files[BOX].splitlines()
    blank = 1 + next(at for at, line in enumerate(lines) if b"null" in line)
    unnoticed = {
        mutation.name
        for mutation in of_lines(publication.files[BOX])
        if checked(restamped(publication, box_jsonl=in_order(publication, mutation.data))).passed
    }
    unmarked = f"line {blank} $.answers.grades.marks.finance"
    blanks_left_out = {f"{unmarked}{cell} dropped" for cell in ("", ".service", ".overall")}
    assert blanks_left_out <= unnoticed
    rest = unnoticed - blanks_left_out
    assert all(name.endswith(("swapped", "$.nonce other letter")) for name in rest)


def in_order(publication: Publication, box: bytes) -> bytes:
    """A thorough forger sorts the box again."""
    of = publication.count.manifest
    lines = box.splitlines(keepends=True)
    return b"".join(sorted(lines, key=lambda line: digest(of, line.removesuffix(b"\n"))))


def test_one_mark_changed_in_the_box_is_named_by_department_indicator_and_numbers() -> None:
    publication = laochang()
    lines = publication.files[BOX].splitlines(keepends=True)
    at = next(at for at, line in enumerate(lines) if b'"overall":"dissatisfied"' in line)
    lines[at] = lines[at].replace(b'"overall":"dissatisfied"', b'"overall":"satisfied"', 1)
    report = checked(restamped(publication, box_jsonl=b"".join(lines)))
    counts = [finding.data for finding in report.findings if finding.check == "recount.counts"]
    assert {
        "where": ("镇农业农村服务中心", "总体评价", "满意"),
        "published": 17,
        "recounted": 18,
    } in counts
    assert {
        "where": ("镇农业农村服务中心", "总体评价", "不满意"),
        "published": 9,
        "recounted": 8,
    } in counts
    assert len(counts) == 2


def test_a_cell_marked_twice_on_paper_hides_no_strange_mark_elsewhere_on_the_ballot() -> None:
    twice = {("agriculture", "overall"): ("satisfied", "dissatisfied")}
    publication = a_publication(
        a_manifest(),
        [a_ballot(number=number, but=twice) for number in range(12)],
        Attendance(present=12, voided={"deputies": {WHOLE: 38}}),
    )
    assert checked(publication).passed
    for row in ("agriculture", "land"):
        before, mark, after = publication.files[BOX].partition(f'"{row}":{{"integrity":"'.encode())
        box = before + mark + after.replace(b"satisfied", b"splendid", 1)
        assert "box.answers" in failed(checked(restamped(publication, box_jsonl=box))), row


def test_an_envelope_is_read_from_base64_as_it_is_written_and_from_nothing_else() -> None:
    for letters in itertools.product("AQgwE+/=-_ \n\0é", repeat=4):
        for text in ("".join(letters), "QUJD" + "".join(letters).rstrip("A")):
            try:
                data = base64.b64decode(text, validate=True)
            except ValueError:
                data = None
            written = data is not None and base64.b64encode(data).decode() == text
            assert bytes_of(text) == (data if written else None), text


def test_an_envelope_dropped_together_with_its_ballot_is_the_honest_miss_and_is_told() -> None:
    honest = laochang()
    manifest = honest.manifest
    ballots = [a_ballot(GRADES[number % 5 % 4], number=number) for number in range(42)]
    dropped = a_publication(
        manifest,
        ballots,
        Attendance(present=45, voided={"deputies": {WHOLE: 5}}),
        unopened=[Unopened("deputies", Spoiled.UNREADABLE)],
    )
    report = checked(dropped)
    assert report.passed
    told = {limit.about: limit.data for limit in report.unprovable}
    assert told["pairs.dropped"] == {
        "difference": 2,
        "receipts": 0,
        "witness": False,
        "openings": 0,
    }
    assert failed(checked(dropped, witness=honest.count.sealed_root)) == {"sealed.witness"}


def test_a_slip_moved_to_another_group_in_the_sealed_list_is_noticed() -> None:
    publication = a_small_one()
    lines = publication.files[SEALED].splitlines(keepends=True)
    at = next(at for at, line in enumerate(lines) if b'"group":"higher"' in line)
    lines[at] = lines[at].replace(b"higher", b"deputies")
    report = checked(publication.with_file(SEALED, b"".join(lines)))
    assert failed(report) == {"balance.groups"}


def test_more_differences_than_can_be_read_are_counted() -> None:
    publication = laochang()
    report = checked(
        publication.with_file(SEALED, publication.files[SEALED].replace(b"deputies", b"nobody"))
    )
    strangers = [finding.data for finding in report.findings if finding.check == "sealed.group"]
    assert len(strangers) == 21
    assert strangers[-1] == {"more": 24}


def test_a_server_that_seals_could_have_read_and_a_voter_s_own_phone_could_not() -> None:
    about = {limit.about for limit in checked(laochang()).unprovable}
    assert about == {
        "opening.complete",
        "slips.entitled",
        "pairs.dropped",
        "server.read",
        "meeting.observed",
        "remarks.apart",
    }


def test_the_witness_root_may_be_typed_in_groups_and_full_width_and_is_told() -> None:
    publication = laochang()
    root = publication.count.sealed_root
    typed = " ".join(root[at : at + 4] for at in range(0, 64, 4)).upper()
    report = checked(publication, witness=typed.translate({ord("0"): "０", ord("A"): "Ａ"}))
    assert report.passed
    (found,) = [finding for finding in report.findings if finding.check == "sealed.witness"]
    assert found.data == {"root": root}
    told = {limit.about: limit.data for limit in report.unprovable}
    assert told["pairs.dropped"]["witness"] is True

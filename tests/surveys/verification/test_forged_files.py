"""What Wu, the auditor, finds when somebody has changed what was published."""

import json

from surveys import canonical
from surveys.ballots.ballot import digest
from surveys.ballots.validity import Spoiled
from surveys.keys import WHOLE
from surveys.publication import BOX, FILES, MANIFEST, RESULT, SEALED
from surveys.refusals import Refusal
from surveys.tally.conclusion import Attendance, Unopened
from surveys.tally.results import Result
from tests.builders import a_ballot, a_manifest
from tests.mutations import Mutation, of_lines, of_value, of_writing
from tests.publications import Publication, a_publication
from tests.surveys.verification.published import GRADES, a_small_one, checked, failed, laochang


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

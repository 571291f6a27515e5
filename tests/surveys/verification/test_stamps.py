"""What Wu finds where voters sealed on their own device: every stamp, and the numbers of stamps."""

import json
import re

import msgspec
import pytest

from reports.wording.verification import say
from service.box.stamps import stamp_holds
from surveys import canonical
from surveys.ballots.ballot import digest
from surveys.ballots.receipt import lookup_code
from surveys.keys import WHOLE
from surveys.manifest import Secrecy, fingerprint
from surveys.publication import BOX, MANIFEST, RESULT, SEALED
from surveys.refusals import Refusal
from surveys.tally.conclusion import Attendance, Opened
from surveys.tally.results import StampCount
from surveys.verification.report import Report
from surveys.verification.verify import verify
from tests.builders import a_ballot
from tests.mutations import Mutation, of_lines, of_value, of_writing
from tests.publications import Publication, published
from tests.stamped import a_publication, a_vote, an_envelope


def checked(publication: Publication) -> Report:
    return verify(publication.files, publication.fingerprint, stamp_holds=stamp_holds)


def failed(report: Report) -> set[str]:
    return {finding.check for finding in report.findings if not finding.ok}


def test_an_honest_publication_passes_and_tells_what_was_picked_up_cast_and_replaceable() -> None:
    report = checked(a_publication())
    assert failed(report) == set()
    assert report.passed
    read = {finding.check: finding.data for finding in report.findings}
    assert read["stamps.numbers"] == {"outer": 8, "sealed": 7, "difference": 1}
    assert read["sealed.stamp"] == {"file": SEALED, "lines": 7}
    assert read["box.stamp"] == {"file": BOX, "lines": 6}
    assert read["manifest.stamps"] == {"keys": 4}
    told = {limit.about: limit.data for limit in report.unprovable}
    assert told["stamps.given"] == {"replaceable": 1, "openings": 0}
    assert told["pairs.dropped"]["difference"] == 1
    words = "\n".join(say(report))
    assert "领票 8，投票 7，差额 1" in words
    for catch in ("回执", "见证单", "差额", "独立开箱"):
        assert catch in words
    assert "server.read" not in told


def test_without_a_way_to_check_stamps_none_holds() -> None:
    publication = a_publication()
    report = verify(publication.files, publication.fingerprint)
    assert failed(report) == {"sealed.stamp", "box.stamp"}


def restamped(publication: Publication, **files: bytes) -> Publication:
    """A thorough forger's: the digests in the result follow the files, and the notice follows."""
    forged = publication.reprinted(**files)
    result = json.loads(forged.files[RESULT])
    result["count"]["manifest"] = canonical.fingerprint(forged.files[MANIFEST])
    result["count"]["box"] = canonical.fingerprint(forged.files[BOX])
    return forged.reprinted(result_json=canonical.encode(result))


def of_few_lines(data: bytes) -> list[Mutation]:
    """All lines are alike: the first, and whatever is done to the file as a whole."""
    return [one for one in of_lines(data) if not re.match(r"line [2-9] ", one.name)]


def test_every_single_change_to_a_line_of_the_box_or_the_list_is_found_whatever_is_reprinted() -> (
    None
):
    """F025: nothing but the registrar's keys could make another line pass."""
    publication = a_publication()
    of = publication.count.manifest
    unnoticed = set[str]()
    for mutation in of_few_lines(publication.files[BOX]):
        lines = mutation.data.splitlines(keepends=True)
        lines.sort(key=lambda line: digest(of, line.removesuffix(b"\n")))
        if checked(restamped(publication, box_jsonl=b"".join(lines))).passed:
            unnoticed.add(mutation.name)
    assert {name for name in unnoticed if not name.endswith("swapped")} == set()
    for mutation in of_few_lines(publication.files[SEALED]):
        assert not checked(publication.reprinted(sealed_jsonl=mutation.data)).passed, mutation.name


def test_every_single_change_to_any_file_fails_under_the_printed_fingerprint() -> None:
    """F025: of lines that are alike the first, of the other files every place."""
    publication = a_publication()
    tried = [
        (file, mutation)
        for file, data in publication.files.items()
        for mutation in (
            of_few_lines(data) if file in {BOX, SEALED} else [*of_value(data), *of_writing(data)]
        )
    ]
    unnoticed = [
        (file, mutation.name)
        for file, mutation in tried
        if checked(publication.with_file(file, mutation.data)).passed
    ]
    assert unnoticed == []
    assert len(tried) > 1000
    assert {file for file, _ in tried} == set(publication.files)


def test_whatever_is_changed_in_the_manifest_no_reprinted_notice_hides_it() -> None:
    publication = a_publication()
    for mutation in of_value(publication.files[MANIFEST]):
        forged = restamped(publication, manifest_json=mutation.data)
        assert not checked(forged).passed, mutation.name


def test_an_envelope_and_its_ballot_dropped_together_are_not_seen_by_the_files_alone() -> None:
    """F026, the honest miss: who drops both and counts anew publishes files that agree."""
    assert checked(a_publication(without=3)).passed


def test_the_dropped_pair_is_found_by_the_root_that_was_witnessed_before_the_opening() -> None:
    """F026."""
    forged, root = a_publication(without=3), a_publication().count.sealed_root
    report = verify(forged.files, forged.fingerprint, stamp_holds=stamp_holds, witness=root)
    assert failed(report) == {"sealed.witness"}


def _whoever(_key: bytes, _message: bytes, _signature: bytes) -> bool:
    return True


def test_the_dropped_pair_is_found_by_the_receipt_of_whose_ballot_it_was() -> None:
    """F026."""
    forged = a_publication(without=3)
    name = bytes.fromhex(an_envelope(a_vote(), 3, "deputies").leaf)
    receipt = {
        "manifest": fingerprint(a_vote()),
        "leaf": name.hex(),
        "signature": "00" * 64,
        "code": lookup_code(name),
    }
    report = verify(
        forged.files,
        forged.fingerprint,
        [canonical.encode(receipt)],
        stamp_holds=stamp_holds,
        signature_holds=_whoever,
    )
    assert failed(report) == {"receipt.leaf"}


def test_the_dropped_pair_shows_as_one_more_who_took_a_ballot_and_cast_none() -> None:
    """F026: 领票 − 投票, printed on the result and in the report of the check."""
    differences = [
        next(f.data["difference"] for f in checked(one).findings if f.check == "stamps.numbers")
        for one in (a_publication(), a_publication(without=3))
    ]
    assert differences == [1, 2]


def test_another_mark_and_a_ballot_moved_to_another_group_fail_by_their_stamp() -> None:
    publication = a_publication()
    lines = publication.files[BOX].splitlines(keepends=True)
    at = next(at for at, line in enumerate(lines) if b'"group":"public"' in line)
    moved = lines[at].replace(b'"group":"public"', b'"group":"deputies"')
    box = b"".join([*lines[:at], moved, *lines[at + 1 :]])
    assert "box.stamp" in failed(checked(restamped(publication, box_jsonl=box)))
    changed = publication.files[BOX].replace(b'"dissatisfied"', b'"satisfied"', 1)
    assert "box.stamp" in failed(checked(restamped(publication, box_jsonl=changed)))


def test_an_envelope_laid_into_the_list_without_a_stamp_is_found() -> None:
    """F031."""
    publication = a_publication()
    manifest = publication.manifest
    stuffed = msgspec.structs.replace(
        an_envelope(manifest, 99, "deputies"), stamp=an_envelope(manifest, 98, "deputies").stamp
    )
    lines = publication.files[SEALED].splitlines(keepends=True)
    lines.append(canonical.encode(stuffed) + b"\n")
    lines.sort(key=lambda line: json.loads(line)["leaf"])
    assert "sealed.stamp" in failed(checked(publication.with_file(SEALED, b"".join(lines))))


RECORDED = ("inner", "outer")
"""Numbers of the registrar's own record; a file cannot prove them, only bound them."""


def test_of_the_numbers_of_stamps_only_the_registrar_s_own_record_can_be_bent_within_bounds() -> (
    None
):
    publication = a_publication()
    unnoticed = {
        mutation.name
        for mutation in of_value(publication.files[RESULT])
        if "stamps" in mutation.name
        and checked(publication.reprinted(result_json=mutation.data)).passed
    }
    assert {name.split(".")[-1].split()[0] for name in unnoticed} <= set(RECORDED)
    assert "$.count.stamps[0].outer - 1" in unnoticed
    assert "$.count.stamps[1].outer - 1" not in unnoticed
    assert "$.count.stamps[1].outer + 1" not in unnoticed


def test_ten_minted_envelopes_are_more_than_were_picked_up() -> None:
    """F027: the numbers bound whoever holds the stamp keys."""
    publication = a_publication()
    result = json.loads(publication.files[RESULT])
    for forged in ({"sealed": 8, "outer": 8}, {"outer": 7}, {"inner": 13}, {"eligible": 7}):
        result["count"]["stamps"][0] = json.loads(publication.files[RESULT])["count"]["stamps"][0]
        result["count"]["stamps"][0].update(forged)
        report = checked(publication.reprinted(result_json=canonical.encode(result)))
        assert "stamps.numbers" in failed(report), forged


def test_one_key_for_two_groups_a_short_one_and_keys_for_nobody_are_named() -> None:
    keys = a_vote().stamps
    pair = keys[0]
    other = msgspec.structs.replace(pair, group="public", eligible=4)
    second = msgspec.structs.replace(pair, inner="a" * 600, outer="b" * 600)
    short = msgspec.structs.replace(pair, inner="ff" * 128)
    spare = msgspec.structs.replace(pair, group="strangers", inner="c" * 600, outer="d" * 600)
    more = msgspec.structs.replace(pair, eligible=60)
    again = msgspec.structs.replace(keys[1], inner="0" + pair.inner, outer=pair.outer.upper())
    for stamps in (
        (pair, other),
        (pair, *keys[1:], second),
        (short, keys[1]),
        (*keys, spare),
        (more, keys[1]),
        (pair, again),
        keys[:1],
    ):
        manifest = a_vote(stamps=stamps)
        publication = restamped(a_publication(), manifest_json=canonical.encode(manifest))
        assert "manifest.stamps" in failed(checked(publication))


def test_stamps_in_a_vote_the_server_sealed_are_out_of_place() -> None:
    plain = a_vote(secrecy=Secrecy.SERVER_SEALED)
    publication = restamped(a_publication(), manifest_json=canonical.encode(plain))
    assert {"manifest.stamps", "sealed.canonical", "box.canonical"} <= failed(checked(publication))


def test_more_envelopes_than_outer_stamps_conclude_nothing() -> None:
    manifest = a_vote()
    envelopes = [an_envelope(manifest, number, "deputies") for number in range(3)]
    ballots = tuple(a_ballot(number=number, form=manifest.form) for number in range(3))
    opened = Opened(
        ballots=ballots,
        unopened=(),
        leaves=tuple(sorted(each.leaf for each in envelopes)),
        stamps=(StampCount("deputies", WHOLE, eligible=6, inner=3, outer=2, sealed=3),),
    )
    with pytest.raises(Refusal, match=r"session\.over_return"):
        published(manifest, opened, Attendance(present=12), envelopes=envelopes)

"""What Wu, the auditor, finds when he verifies what was honestly published."""

import base64
import itertools
import json

import pytest

from surveys import canonical
from surveys.publication import BOX, FILES, RESULT
from surveys.verification.sealed import bytes_of
from surveys.verification.verify import verify
from tests import second_verifier
from tests.surveys.verification.published import (
    a_small_one,
    by_every_door,
    checked,
    failed,
    laochang,
)


def test_an_honest_publication_passes_and_lists_every_check_with_what_it_read() -> None:
    report = checked(laochang())
    assert report.passed
    read = {finding.check: finding.data for finding in report.findings}
    assert read["box.order"] == {"file": "box.jsonl", "lines": 43}
    assert read["sealed.number"] == {"envelopes": 44}
    assert read["recount.counts"] == {"cells": 36}
    assert not any(check.startswith("receipt.") for check in read)


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


def test_an_envelope_is_read_from_base64_as_it_is_written_and_from_nothing_else() -> None:
    for letters in itertools.product("AQgwE+/=-_ \n\0é", repeat=4):
        for text in ("".join(letters), "QUJD" + "".join(letters).rstrip("A")):
            try:
                data = base64.b64decode(text, validate=True)
            except ValueError:
                data = None
            written = data is not None and base64.b64encode(data).decode() == text
            assert bytes_of(text) == (data if written else None), text


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

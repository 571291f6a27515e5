"""Files a stranger made to keep a verifier busy: the answer is a report all the same, and soon."""

import json
from typing import Any

import pytest

from reports.wording.verification import say
from surveys import canonical
from surveys.publication import MANIFEST, RESULT
from surveys.verification.report import Report
from surveys.verification.verify import verify
from tests.effort import calls_of
from tests.publications import Publication
from tests.surveys.verification.published import laochang


def forged(file: str, change: Any) -> Publication:
    honest = laochang()
    tree = json.loads(honest.files[file])
    change(tree)
    name = {MANIFEST: "manifest_json", RESULT: "result_json"}[file]
    return honest.reprinted(**{name: canonical.encode(tree)})


def read(publication: Publication) -> Report:
    return verify(publication.files, publication.fingerprint)


def differing(report: Report) -> set[str]:
    return {finding.check for finding in report.findings if not finding.ok}


def many_parts(size: int) -> Publication:
    """Each of many withheld groups with totals, under a rule of as many options."""
    part = {"returned": 1, "spoiled": {}, "abstained": 0, "cells": {}}
    groups = {f"g{at}": {f"d{at}": part} for at in range(size)}

    def withhold(result: Any) -> None:
        result["count"]["withheld"] = {"groups": groups}

    def offer(manifest: Any) -> None:
        first = manifest["rules"]["options"][0]
        more = [{**first, "key": f"o{at}", "label": f"{at}"} for at in range(size)]
        manifest["rules"]["options"] += more

    result, manifest = forged(RESULT, withhold), forged(MANIFEST, offer)
    return result._replace(files=result.files | {MANIFEST: manifest.files[MANIFEST]})


def test_twice_the_groups_are_twice_the_work() -> None:
    once, twice = many_parts(100), many_parts(200)
    assert "withheld.shape" in differing(read(once))
    assert calls_of(lambda: read(twice)) <= 2.6 * calls_of(lambda: read(once))


def unwieldy_cells(manifest: Any) -> None:
    one = manifest["rules"]["items"][0]
    manifest["rules"]["items"] = [{**one, "key": f"i{at}", "label": f"{at}"} for at in range(9000)]


def endless_denominators(manifest: Any) -> None:
    for at, option in enumerate(manifest["rules"]["options"]):
        option["value"] = f"1/{10**20 + at}"


@pytest.mark.parametrize(
    ("change", "word"), [(unwieldy_cells, "20000 格"), (endless_denominators, "公分母")]
)
def test_a_rule_nobody_could_reckon_with_is_named(change: Any, word: str) -> None:
    report = read(forged(MANIFEST, change))
    assert "manifest.rules" in differing(report)
    assert any(word in line for line in say(report))


def test_a_number_of_thousands_of_digits_ends_in_a_sentence() -> None:
    honest = laochang()
    text = honest.files[RESULT].decode()
    huge = text.replace('"unreadable":1', '"duplicate":1,"unreadable":' + "9" * 4300)
    assert huge != text
    report = read(honest.reprinted(result_json=huge.encode()))
    assert "balance.reasons" in differing(report)
    assert any("30 位以上" in line for line in say(report))

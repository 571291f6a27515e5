"""Files a stranger made to keep a verifier busy: the answer is a report all the same, and soon."""

import json
from typing import Any

import pytest

from reports.wording.verification import say
from surveys import canonical
from surveys.publication import MANIFEST, RESULT
from surveys.verification.report import Report
from surveys.verification.verify import verify
from tests.publications import Publication
from tests.surveys.verification.published import laochang


def forged(change: Any) -> Publication:
    honest = laochang()
    manifest = json.loads(honest.files[MANIFEST])
    change(manifest)
    return honest.reprinted(manifest_json=canonical.encode(manifest))


def read(publication: Publication) -> Report:
    return verify(publication.files, publication.fingerprint)


def differing(report: Report) -> set[str]:
    return {finding.check for finding in report.findings if not finding.ok}


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
    report = read(forged(change))
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

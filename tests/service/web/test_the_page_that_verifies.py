"""A citizen drags four files into a page: it says what `verify` says and sends nothing anywhere."""

import base64
import json
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from playwright.async_api import Browser, Page

from reports.wording.verification import TITLES, say
from service.box.stamps import stamp_holds
from service.web import pages
from service.web.views.verification import LEFT, VerifyView
from surveys import canonical
from surveys.ballots.receipt import Receipt, lookup_code, signed_message
from surveys.keys import WHOLE
from surveys.publication import BOX, MANIFEST, RESULT, SEALED
from surveys.tally.conclusion import Attendance
from surveys.verification import opening
from surveys.verification.report import CHECKS
from surveys.verification.verify import verify
from tests import stamped
from tests.browsers import a_patient_context
from tests.builders import a_ballot, a_manifest
from tests.mutations import of_lines, of_value, of_writing
from tests.publications import Publication, a_publication

Visit = Callable[..., Awaitable[Page]]
GRADES = ("satisfied", "fairly_satisfied", "dissatisfied", "unfamiliar")
CHECK = """async ([files, printed, brought]) => {
  const bytes = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
  const read = Object.fromEntries(Object.entries(files).map(([name, text]) => [name, bytes(text)]));
  const notes = await Checking.check(read, printed, brought).catch(() => null);
  return notes ? notes.bad.sort() : ["unreadable"];
}"""


def a_vote(**changes: object) -> Publication:
    ballots = [a_ballot(GRADES[n % 5 % 4], number=n) for n in range(23)]
    attendance = Attendance(present=45, voided={"deputies": {WHOLE: 5}})
    return a_publication(a_manifest(**changes), ballots, attendance)


def a_cosigned_vote() -> Publication:
    return stamped.a_publication(cosigned=True)


SAMPLES = pytest.mark.parametrize(
    "make", [a_vote, stamped.a_publication], ids=["server-sealed", "sealed"]
)


def laid_out(publication: Publication, folder: Path) -> list[Path]:
    for name, data in publication.files.items():
        (folder / name).write_bytes(data)
    return [folder / name for name in publication.files]


async def ask(page: Page, files: list[Path], printed: str, witness: str = "") -> list[str]:
    """What the page says: the verdict, and a line a check."""
    await page.set_input_files("#files", files)
    await page.fill("#fingerprint", printed)
    await page.fill("#witness", witness)
    await page.click("button.pri")
    await page.wait_for_selector("#verdict[data-passed]")
    verdict = await page.inner_text("#verdict")
    rows = await page.eval_on_selector_all(
        "#checks > li:not([hidden])",
        """(rows) => rows.map((row) => (row.className === "held" ? "✓ " : "✗ ")
          + row.querySelector("b").textContent + "：" + row.querySelector("li").textContent)""",
    )
    return [verdict, *rows]


@pytest.mark.parametrize("make", [a_vote, stamped.a_publication, a_cosigned_vote])
async def test_it_says_of_every_check_it_makes_the_very_words_of_verify(
    visit: Visit, make: Callable[[], Publication], tmp_path: Path
) -> None:
    publication = make()
    root = publication.count.sealed_root
    report = verify(
        publication.files, publication.fingerprint, witness=root, stamp_holds=stamp_holds
    )
    page = await visit("/verify.html")
    said = await ask(page, laid_out(publication, tmp_path), publication.fingerprint, root)
    theirs = [line for line in say(report) if line.startswith("✓")]
    assert report.passed
    assert said[0].startswith("核对通过")
    assert [line for line in theirs if line in said] == said[1:]
    assert len(theirs) - len(said[1:]) == len(LEFT)


async def test_one_mark_changed_is_named_by_department_item_and_numbers(
    visit: Visit, tmp_path: Path
) -> None:
    publication = a_vote()
    result = publication.files[RESULT].replace(b'"satisfied":9', b'"satisfied":10', 1)
    forged = publication.reprinted(result_json=result)
    assert forged.files[RESULT] != publication.files[RESULT]
    report = verify(forged.files, forged.fingerprint)
    page = await visit("/verify.html", 1280, 800)
    said = await ask(page, laid_out(forged, tmp_path), forged.fingerprint)
    assert said[0].startswith("核对不通过")
    (line,) = [line for line in said if line.startswith("✗")]
    assert line in say(report)
    assert "公布的是 10，重算是 9" in line
    assert "都列在最前面" in said[0]
    assert said[1] == line
    assert await page.evaluate("document.activeElement.id") == "found"


async def browsed(page: Page, publication: Publication, **brought: Any) -> list[str]:
    """The checks that differ in the browser."""
    files = {name: base64.b64encode(data).decode() for name, data in publication.files.items()}
    return await page.evaluate(CHECK, [files, publication.fingerprint, brought])


async def test_what_the_manifest_says_of_co_signing_is_checked_as_verify_checks_it(
    visit: Visit,
) -> None:
    publication = a_cosigned_vote()
    page = await visit("/verify.html")
    tried = [one for one in of_value(publication.files[MANIFEST]) if "cosigner" in one.name]
    for one in tried:
        forged = publication.with_file(MANIFEST, one.data)
        report = verify(forged.files, forged.fingerprint, stamp_holds=stamp_holds)
        bad = {finding.check for finding in report.findings if not finding.ok}
        if "manifest.cosigner" in bad:
            assert "manifest.cosigner" in await browsed(page, forged), one.name
    assert len(tried) > 10


@SAMPLES
async def test_every_change_to_a_file_that_verify_finds_it_finds(
    visit: Visit, make: Callable[[], Publication]
) -> None:
    publication = make()
    page = await visit("/verify.html")
    assert await browsed(page, publication) == []
    tried = 0
    for file, step in ((MANIFEST, 61), (RESULT, 61), (SEALED, 29), (BOX, 29)):
        data = publication.files[file]
        ways = [*of_lines(data)] if file in {SEALED, BOX} else [*of_value(data), *of_writing(data)]
        for mutation in ways[::step]:
            tried += 1
            assert await browsed(page, publication.with_file(file, mutation.data)), mutation.name
    assert tried > 40


async def test_a_forged_mark_a_moved_envelope_and_another_root_fail_by_the_same_checks(
    visit: Visit,
) -> None:
    publication = stamped.a_publication()
    page = await visit("/verify.html")
    forgeries: Mapping[str, Mapping[str, bytes]] = {
        "box.stamp": {
            "box_jsonl": publication.files[BOX].replace(b'satisfied"', b'unfamiliar"', 1)
        },
        "sealed.stamp": {
            "sealed_jsonl": publication.files[SEALED].replace(
                b'"group":"public"', b'"group":"deputies"', 1
            )
        },
        "stamps.numbers": {
            "result_json": publication.files[RESULT].replace(b'"outer":6', b'"outer":7', 1)
        },
        "slips.people": {
            "result_json": publication.files[RESULT].replace(b'"present":10', b'"present":1', 1)
        },
    }
    for check, files in forgeries.items():
        forged = publication.reprinted(**files)
        report = verify(forged.files, forged.fingerprint, stamp_holds=stamp_holds)
        ours = {finding.check for finding in report.findings if not finding.ok}
        theirs = set(await browsed(page, forged))
        assert check in theirs & ours
        assert theirs == ours - set(LEFT), check


async def test_the_witnessed_root_and_a_receipt_find_an_envelope_that_was_dropped(
    visit: Visit, tmp_path: Path
) -> None:
    key = Ed25519PrivateKey.generate()
    publication = a_vote(receipt_key=key.public_key().public_bytes_raw().hex())
    of = canonical.fingerprint(publication.files[MANIFEST])
    (leaf, *_) = [json.loads(line)["leaf"] for line in publication.files[SEALED].splitlines()]
    page = await visit("/verify.html")
    for name, bad in ((leaf, set[str]()), ("0" * 64, {"receipt.leaf"})):
        signature = key.sign(signed_message(of, bytes.fromhex(name))).hex()
        receipt = Receipt(of, name, signature, lookup_code(bytes.fromhex(name)))
        (tmp_path / "回执.json").write_bytes(canonical.encode(receipt))
        await page.reload()
        files = [*laid_out(publication, tmp_path), tmp_path / "回执.json"]
        said = await ask(page, files, publication.fingerprint)
        assert {line for line in said if line.startswith("✗")} == {
            f"✗ {TITLES[check]}：第 1 张（{receipt.code}）：封票清单里没有 {name}" for check in bad
        }
        known = await page.is_hidden("#unsigned")
        assert (f"✓ {TITLES['receipt.signature']}：1 张" in said) == known
    assert await browsed(page, publication, witness="0" * 64) == ["sealed.witness"]


async def test_a_hostile_receipt_is_named_as_one_and_spoils_no_other_check(
    visit: Visit, tmp_path: Path
) -> None:
    publication, page = a_vote(), await visit("/verify.html")
    good = {"manifest": publication.count.manifest, "leaf": "a" * 64, "signature": "", "code": ""}
    for leaf in ("", "ab", "A" * 64, "a" * 64 + "\n", 7, "<img src=x onerror=alert(1)>"):
        (tmp_path / "回执.json").write_text(json.dumps(good | {"leaf": leaf}), "utf-8")
        await page.reload()
        files = [*laid_out(publication, tmp_path), tmp_path / "回执.json"]
        said = await ask(page, files, publication.fingerprint)
        assert [line for line in said if line.startswith("✗")] == [
            f"✗ {TITLES['receipt.readable']}：第 1 张：leaf"
        ], leaf


def test_every_check_is_made_here_or_named_as_left_to_verify() -> None:
    view = VerifyView.of("老厂镇")
    left = {*LEFT, *opening.CHECKS}
    assert [row.check for row in view.rows] == [check for check in CHECKS if check not in left]
    assert len(view.left) == len(LEFT)


async def test_saved_to_a_disk_it_works_without_any_network(
    chromium: Browser, tmp_path: Path
) -> None:
    saved = tmp_path / "verify.html"
    saved.write_text(pages.render("public/verify.html", view=VerifyView.of("老厂镇")), "utf-8")
    publication = a_vote()
    context = await a_patient_context(chromium, offline=True)
    page = await context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await page.goto(saved.as_uri())
    said = await ask(page, laid_out(publication, tmp_path), publication.fingerprint)
    await context.close()
    assert said[0].startswith("核对通过")
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []

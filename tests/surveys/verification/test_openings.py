"""Sun opens the box apart from those whose opening was published, and holds both together."""

import json
from functools import cache

import msgspec

from reports.wording.verification import say
from service.box.away import fingerprint_shown
from service.box.stamps import stamp_holds
from surveys import canonical
from surveys.ballots.ballot import Ballot, Remark
from surveys.ballots.opened_file import OpenedFile, SpoiledEnvelopes, fingerprint
from surveys.ballots.receipt import lookup_code
from surveys.ballots.validity import Spoiled
from surveys.keys import WHOLE
from surveys.manifest import Manifest, SlipCount
from surveys.publication import BOX, RESULT, SEALED
from surveys.rules.ruleset import Electorate, Group
from surveys.rules.ruleset import Publication as Showing
from surveys.tally.conclusion import Attendance, Unopened
from surveys.verification.opening import CHECKS
from surveys.verification.report import Report
from surveys.verification.verify import verify
from tests.builders import a_ballot, a_manifest, a_rule_set
from tests.publications import Publication, a_publication
from tests.stamped import a_publication as a_sealed_publication
from tests.stamped import an_opening


def checked(publication: Publication, *openings: OpenedFile) -> Report:
    return verify(
        publication.files,
        publication.fingerprint,
        stamp_holds=stamp_holds,
        openings=[canonical.encode(one) for one in openings],
    )


def differences(report: Report) -> dict[str, dict[str, object]]:
    return {finding.check: finding.data for finding in report.findings if not finding.ok}


def test_what_was_published_is_what_another_opening_gives_and_both_are_told() -> None:
    publication = a_sealed_publication()
    report = checked(publication, an_opening(publication))
    assert report.passed
    words = say(report)
    assert "✓ 公布的选票与各自开箱的逐张相同：2 个组，6 张逐张比对" in words
    assert "✓ 废票与各自开箱的相同：1 张，各组、各种原因的张数" in words
    assert any("各自独立开箱（本次比对了 1 份）" in line for line in words)
    made = {finding.check for finding in report.findings}
    assert made & CHECKS == CHECKS - {"opening.remarks"}, "these have nothing beside them"
    assert not {f.check for f in checked(publication).findings} & CHECKS, "nobody brought one"


def test_a_ballot_swapped_for_another_with_a_genuine_stamp_is_found_by_nothing_else() -> None:
    """F027: the spare inner stamp of a voter who lent it, in the hands of whoever opened the box.

    The witnessed root, the receipt of the very voter, the numbers and the recount all agree.
    """
    honest, forged = a_sealed_publication(), a_sealed_publication(swapped=3)
    assert honest.files[BOX] != forged.files[BOX]
    assert honest.files[SEALED] == forged.files[SEALED]
    report = verify(
        forged.files,
        forged.fingerprint,
        receipts(honest),
        witness=honest.count.sealed_root,
        signature_holds=lambda _key, _message, _signature: True,
        stamp_holds=stamp_holds,
    )
    assert report.passed
    opened = an_opening(honest)
    report = checked(forged, opened)
    assert differences(report) == {
        "opening.ballots": {"number": 1, "group": "代表", "strange": 1, "missing": 1}
    }
    (line,) = [line for line in say(report) if line.startswith("✗")]
    assert line == (
        "✗ 公布的选票与各自开箱的逐张相同：第 1 份，“代表”组："
        "公布的有 1 张不是这次开箱开出来的，开出来的有 1 张没有公布"
    )
    assert not any(one.ballot.nonce in "".join(say(report)) for one in opened.stamped)


def receipts(publication: Publication) -> list[bytes]:
    """Of every envelope."""
    leaves = [json.loads(line)["leaf"] for line in publication.files[SEALED].splitlines()]
    return [
        canonical.encode(
            {
                "manifest": publication.count.manifest,
                "leaf": leaf,
                "signature": "00" * 64,
                "code": lookup_code(bytes.fromhex(leaf)),
            }
        )
        for leaf in leaves
    ]


def test_an_envelope_called_spoiled_that_opens_and_one_dropped_with_its_ballot_are_found() -> None:
    """F026: the pair is missing from the files, and lies in the box that was opened apart."""
    honest = a_sealed_publication()
    dropped = differences(checked(a_sealed_publication(without=3), an_opening(honest)))
    assert dropped.keys() == {"opening.root", "opening.ballots"}
    assert dropped["opening.ballots"] == {"number": 1, "group": "代表", "strange": 0, "missing": 1}
    other = (SpoiledEnvelopes("public", Spoiled.UNREADABLE, 1),)
    report = checked(honest, an_opening(honest, spoiled=other))
    assert {line for line in say(report) if line.startswith("✗")} == {
        f"✗ 废票与各自开箱的相同：第 1 份，{where}：公布的是 {theirs} 张，这次开出是 {ours} 张"
        for where, theirs, ours in (
            ("代表", 1, 0), ("群众", 0, 1), ("没有真的内章", 1, 0), ("打不开", 0, 1),
        )
    }  # fmt: skip


@cache
def a_vote_with_a_small_group() -> tuple[Publication, OpenedFile]:
    """Twelve deputies ballot by ballot, three others as totals; two remarks."""
    groups = Electorate(groups=(Group("deputies", "代表"), Group("public", "群众")))
    rules = msgspec.structs.replace(
        a_rule_set(), electorate=groups, publication=Showing(small_group=10)
    )
    printed = tuple(SlipCount(group, WHOLE, 20) for group in ("deputies", "public"))
    manifest = a_manifest(rules=rules, slips=printed)
    ballots = _ballots(manifest)
    attendance = Attendance(present=46, voided={"deputies": {WHOLE: 4}, "public": {WHOLE: 10}})
    unopened = [Unopened("public", Spoiled.UNREADABLE)]
    publication = a_publication(manifest, ballots, attendance, unopened=unopened)
    return publication, OpenedFile(
        survey=manifest.survey,
        manifest=publication.count.manifest,
        sealed_root=publication.count.sealed_root,
        ballots=tuple(ballots),
        spoiled=(SpoiledEnvelopes("public", Spoiled.UNREADABLE, 1),),
        remarks=tuple(Remark("remark.1", "finance", words) for words in ("路要修", "灯要亮")),
    )


def _ballots(manifest: Manifest) -> list[Ballot]:
    groups = ["deputies"] * 12 + ["public"] * 3
    return [
        a_ballot(
            "satisfied" if number % 2 else "unfamiliar",
            number=number,
            group=group,
            form=manifest.form,
        )
        for number, group in enumerate(groups)
    ]


def test_totals_of_a_small_group_are_counted_from_the_ballots_that_only_an_opening_has() -> None:
    publication, opened = a_vote_with_a_small_group()
    assert publication.count.withheld.groups.keys() == {"public"}
    report = checked(publication, opened)
    assert report.passed, say(report)
    assert "✓ 只公布合计的组，按各自开箱的票重数：1 个组的合计逐个重数" in say(report)
    assert "groups.withheld" not in {limit.about for limit in report.unprovable}
    assert "groups.withheld" in {limit.about for limit in checked(publication).unprovable}
    another = a_ballot("dissatisfied", number=14, group="public", form=publication.manifest.form)
    swapped = msgspec.structs.replace(opened, ballots=(*opened.ballots[:-1], another))
    found = differences(checked(publication, swapped))
    assert found.keys() == {"opening.withheld"}
    assert found["opening.withheld"].keys() == {"number", "group", "totals"}


def test_an_opening_foretells_the_fingerprint_of_ballots_that_the_tally_sheet_prints() -> None:
    publication, opened = a_vote_with_a_small_group()
    sealed, forged = a_sealed_publication(), a_sealed_publication(swapped=3)
    assert fingerprint_shown(publication.files, opened) == publication.count.box
    assert fingerprint_shown(sealed.files, an_opening(sealed)) == sealed.count.box
    assert fingerprint_shown(sealed.files, an_opening(sealed)) != forged.count.box


def test_remarks_of_two_openings_are_held_against_each_other_in_whatever_order_they_lie() -> None:
    publication, opened = a_vote_with_a_small_group()
    turned = msgspec.structs.replace(opened, remarks=opened.remarks[::-1])
    assert checked(publication, opened, turned).passed
    changed = (msgspec.structs.replace(opened.remarks[0], words="路不用修"), opened.remarks[1])
    forged = msgspec.structs.replace(opened, remarks=changed)
    found = differences(checked(publication, opened, forged))
    assert found == {"opening.remarks": {"number": 2, "more": 1, "fewer": 1}}
    words = "\n".join(say(checked(publication, opened, forged)))
    assert fingerprint(opened) == fingerprint(turned)
    assert all(fingerprint(one) in words for one in (opened, forged))


def test_an_opening_of_another_vote_or_none_at_all_passes_nothing() -> None:
    publication, opened = a_vote_with_a_small_group()
    other = checked(publication, msgspec.structs.replace(opened, manifest="0" * 64))
    assert differences(other).keys() == {"opening.manifest"}
    assert set(other.unexamined) == {
        "opening.root", "opening.ballots", "opening.withheld", "opening.spoiled",
    }  # fmt: skip
    torn = verify(publication.files, publication.fingerprint, openings=[b"{"])
    assert not torn.passed
    assert any(line.startswith("✗ 各自开箱的文件：第 1 份不是开箱文件") for line in say(torn))
    lost = publication.with_file(RESULT, b"{")
    assert CHECKS - {"opening.remarks"} <= set(
        verify(lost.files, lost.fingerprint, openings=[canonical.encode(opened)]).unexamined
    )

"""What Wu finds where voters sealed on their own device: every stamp, and the numbers of stamps."""

import base64
import json
import re
from functools import cache

import msgspec
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from service.box.stamps import stamp_holds
from surveys import canonical
from surveys.ballots.ballot import Ballot, digest
from surveys.ballots.receipt import leaf
from surveys.ballots.stamps import Stamp, StampedEnvelope, inner_message, outer_message
from surveys.ballots.validity import Spoiled
from surveys.keys import WHOLE
from surveys.manifest import Manifest, Secrecy, SlipCount, StampKeys, fingerprint
from surveys.publication import BOX, MANIFEST, RESULT, SEALED
from surveys.questionnaire.questions import Indicator, Option
from surveys.refusals import Refusal
from surveys.rules.ruleset import BallotHandling, Blank, Electorate, Group
from surveys.rules.ruleset import Publication as Showing
from surveys.tally.conclusion import Attendance, Opened, Unopened
from surveys.tally.results import StampCount
from surveys.verification.report import Report
from surveys.verification.verify import verify
from tests.builders import FOUR_DEPARTMENTS, a_ballot, a_form, a_manifest, a_plan, a_rule_set
from tests.mutations import Mutation, of_lines, of_value
from tests.publications import Publication, published

PILES = (("deputies", WHOLE), ("public", WHOLE))
KINDS = ("inner", "outer")


@cache
def key(group: str, kind: str) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def modulus(group: str, kind: str) -> str:
    return f"{key(group, kind).public_key().public_numbers().n:x}"


def stamped(group: str, kind: str, message: bytes) -> str:
    """What a blind signature comes to in the end."""
    pss = padding.PSS(padding.MGF1(hashes.SHA384()), 48)
    return key(group, kind).sign(message, pss, hashes.SHA384()).hex()


def a_vote(**changes: object) -> Manifest:
    """Two departments, two indicators, two weighting groups of six and four slips."""
    plan = a_plan(
        appraisees=FOUR_DEPARTMENTS[:2],
        indicators=(Indicator("service", "服务"), Indicator("overall", "总体评价", overall=True)),
        grades=(Option("satisfied", "满意"), Option("dissatisfied", "不满意")),
        remarks=False,
    )
    rules = a_rule_set(
        plan,
        metrics=a_rule_set().metrics[:1],
        rungs=(a_rule_set().rungs[0], a_rule_set().rungs[2]),
        electorate=Electorate(groups=(Group("deputies", "代表"), Group("public", "群众"))),
        handling=BallotHandling(blank=Blank.ABSTAIN),
        publication=Showing(small_group=1),
    )
    printed = {"deputies": 6, "public": 4}
    return (
        a_manifest(
            form=a_form(
                appraisees=plan.appraisees,
                indicators=plan.indicators,
                grades=plan.grades,
                remarks=False,
            ),
            appraisees=plan.appraisees,
            rules=rules,
            secrecy=Secrecy.SEALED,
            slips=tuple(SlipCount(group, unit, printed[group]) for group, unit in PILES),
            stamps=tuple(
                StampKeys(
                    group, unit, printed[group], modulus(group, "inner"), modulus(group, "outer")
                )
                for group, unit in PILES
            ),
            entitled=12,
        )
        if not changes
        else msgspec.structs.replace(a_vote(), **changes)
    )


def an_envelope(manifest: Manifest, number: int, group: str) -> StampedEnvelope:
    of, envelope = fingerprint(manifest), b"envelope" + number.to_bytes(4)
    name, prefix = leaf(of, envelope), number.to_bytes(32)
    return StampedEnvelope(
        leaf=name.hex(),
        group=group,
        unit=WHOLE,
        envelope=base64.b64encode(envelope).decode(),
        prefix=prefix.hex(),
        stamp=stamped(group, "outer", outer_message(prefix, of, name)),
    )


def an_inner_stamp(manifest: Manifest, ballot: Ballot) -> Stamp:
    prefix = bytes.fromhex(ballot.nonce) * 2
    message = inner_message(prefix, fingerprint(manifest), canonical.encode(ballot))
    return Stamp(prefix.hex(), stamped(ballot.group, "inner", message))


@cache
def a_publication() -> Publication:
    """Five of six deputies and two of four others; one envelope held no ballot."""
    manifest = a_vote()
    groups = ["deputies"] * 4 + ["public"] * 2
    ballots = [
        a_ballot(
            "dissatisfied" if number == 2 else "satisfied",
            number=number,
            group=group,
            form=manifest.form,
        )
        for number, group in enumerate(groups, 1)
    ]
    envelopes = [
        an_envelope(manifest, number, group) for number, group in enumerate([*groups, "deputies"])
    ]
    return published(
        manifest,
        Opened(
            ballots=tuple(ballots),
            unopened=(Unopened("deputies", Spoiled.UNSTAMPED),),
            leaves=tuple(sorted(each.leaf for each in envelopes)),
            inner={ballot.nonce: an_inner_stamp(manifest, ballot) for ballot in ballots},
            stamps=(
                StampCount("deputies", WHOLE, eligible=6, inner=7, outer=6, sealed=5),
                StampCount("public", WHOLE, eligible=4, inner=2, outer=2, sealed=2),
            ),
        ),
        Attendance(present=10, voided={"public": {WHOLE: 1}}),
        envelopes=envelopes,
    )


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
    assert told["stamps.given"] == {"replaceable": 1}
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
    for stamps in (
        (pair, other),
        (pair, *keys[1:], second),
        (short, keys[1]),
        (*keys, spare),
        (more, keys[1]),
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

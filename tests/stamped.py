"""A publication of the class sealed: real stamps by real keys, envelopes that nobody opens."""

import base64
import hashlib
from functools import cache

import msgspec
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from service.stamping.halves import Joint, fit, part
from service.stamping.libcrypto import Signer
from service.stamping.plain import encode
from surveys import canonical
from surveys.ballots.ballot import Ballot
from surveys.ballots.opened_file import OpenedFile, SpoiledEnvelopes
from surveys.ballots.receipt import leaf
from surveys.ballots.stamps import (
    Stamp,
    StampedBallot,
    StampedEnvelope,
    inner_message,
    outer_message,
)
from surveys.ballots.validity import Spoiled
from surveys.keys import WHOLE
from surveys.manifest import Manifest, Secrecy, SlipCount, StampKeys, fingerprint
from surveys.publication import BOX
from surveys.questionnaire.questions import Indicator, Option
from surveys.rules.ruleset import BallotHandling, Blank, Electorate, Group
from surveys.rules.ruleset import Publication as Showing
from surveys.tally.conclusion import Attendance, Opened, Unopened
from surveys.tally.results import StampCount
from tests.builders import FOUR_DEPARTMENTS, a_ballot, a_form, a_manifest, a_plan, a_rule_set
from tests.people import WU
from tests.publications import Publication, published

PILES = (("deputies", WHOLE), ("public", WHOLE))


@cache
def key(group: str, kind: str) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def modulus(group: str, kind: str) -> str:
    return f"{key(group, kind).public_key().public_numbers().n:x}"


@cache
def stamped(group: str, kind: str, message: bytes) -> str:
    """What a blind signature comes to in the end; asked again, the one that was given."""
    pss = padding.PSS(padding.MGF1(hashes.SHA384()), 48)
    return key(group, kind).sign(message, pss, hashes.SHA384()).hex()


@cache
def cosigner(group: str) -> rsa.RSAPrivateKey:
    """The scrutineers' half of a pile's outer key, drawn as their machine draws it."""
    while True:
        drawn = rsa.generate_private_key(65537, 2048)
        if fit(int(modulus(group, "outer"), 16), drawn.public_key().public_numbers().n):
            return drawn


@cache
def stamped_twice(group: str, message: bytes) -> str:
    """An outer stamp in two halves, each by its own private key."""
    own, other = (Signer(_der(one)) for one in (key(group, "outer"), cosigner(group)))
    joint = Joint.of(own.modulus, other.modulus)
    encoded = encode(message, hashlib.sha384(message).digest(), joint.size)
    halves = [one.sign(part(encoded, one.modulus)) for one in (own, other)]
    return joint.stamp(encoded, own=halves[0], other=halves[1]).hex()


def _der(private: rsa.RSAPrivateKey) -> bytes:
    return private.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())


def with_a_cosigner(manifest: Manifest, *names: str) -> Manifest:
    """The same vote, whose envelopes the scrutineers' machine stamps too."""
    pairs = []
    for pair in manifest.stamps:
        theirs = cosigner(pair.group).public_key().public_numbers().n
        outer = f"{int(pair.outer, 16) * theirs:x}"
        pairs.append(msgspec.structs.replace(pair, outer=outer, cosigner=f"{theirs:x}"))
    return msgspec.structs.replace(manifest, stamps=tuple(pairs), cosigners=names or (WU,))


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
    message = outer_message(prefix, of, name)
    return StampedEnvelope(
        leaf=name.hex(),
        group=group,
        unit=WHOLE,
        envelope=base64.b64encode(envelope).decode(),
        prefix=prefix.hex(),
        stamp=stamped_twice(group, message)
        if manifest.cosigners
        else stamped(group, "outer", message),
    )


def an_inner_stamp(manifest: Manifest, ballot: Ballot) -> Stamp:
    prefix = bytes.fromhex(ballot.nonce) * 2
    message = inner_message(prefix, fingerprint(manifest), canonical.encode(ballot))
    return Stamp(prefix.hex(), stamped(ballot.group, "inner", message))


@cache
def a_publication(
    *, without: int | None = None, swapped: int | None = None, cosigned: bool = False
) -> Publication:
    """Five of six deputies and two of four others; one envelope held no ballot.

    `without`: the number of a deputy's ballot that was dropped together with its envelope.
    `swapped`: that of a ballot in whose place another one of its group lies, whose inner stamp is
    genuine too: a voter asked for two and lent one to whoever opened the box.
    `cosigned`: the scrutineers' machine stamped the envelopes too.
    """
    manifest = with_a_cosigner(a_vote()) if cosigned else a_vote()
    groups = ["deputies"] * 4 + ["public"] * 2
    ballots = [
        a_ballot(
            "dissatisfied" if number in {2, swapped} else "satisfied",
            number=99 if number == swapped else number,
            group=group,
            form=manifest.form,
        )
        for number, group in enumerate(groups, 1)
        if number != without
    ]
    envelopes = [
        an_envelope(manifest, number, group)
        for number, group in enumerate([*groups, "deputies"])
        if number != without
    ]
    deputies = sum(each.group == "deputies" for each in envelopes)
    return published(
        manifest,
        Opened(
            ballots=tuple(ballots),
            unopened=(Unopened("deputies", Spoiled.UNSTAMPED),),
            leaves=tuple(sorted(each.leaf for each in envelopes)),
            inner={ballot.nonce: an_inner_stamp(manifest, ballot) for ballot in ballots},
            stamps=(
                StampCount("deputies", WHOLE, eligible=6, inner=7, outer=6, sealed=deputies),
                StampCount("public", WHOLE, eligible=4, inner=2, outer=2, sealed=2),
            ),
        ),
        Attendance(present=10, voided={"public": {WHOLE: 1}}),
        envelopes=envelopes,
    )


def an_opening(of: Publication, **changes: object) -> OpenedFile:
    """What comes out of the box of a sealed publication, whoever opens it."""
    lines = of.files[BOX].splitlines()
    opened = OpenedFile(
        survey=of.manifest.survey,
        manifest=of.count.manifest,
        sealed_root=of.count.sealed_root,
        stamped=tuple(canonical.decode(line, StampedBallot) for line in lines),
        spoiled=(SpoiledEnvelopes("deputies", Spoiled.UNSTAMPED, 1),),
    )
    return msgspec.structs.replace(opened, **changes)

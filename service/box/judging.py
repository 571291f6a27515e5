"""An envelope becomes an opened ballot, or the reason why it is spoiled. Nothing is dropped."""

from typing import TypeAlias

from cryptography.hazmat.primitives.asymmetric import ec

from service.box.sealing import Seal, seal_of, unseal
from service.box.stamps import stamp_holds
from surveys import canonical
from surveys.ballots.ballot import Ballot, Enclosure, Remark, digest, unpad
from surveys.ballots.enclose import rejoin
from surveys.ballots.stamps import (
    StampedBallot,
    StampedEnclosure,
    inner_message,
    keys_by_unit,
)
from surveys.ballots.validity import Spoiled
from surveys.keys import GroupKey, SurveyKey, UnitKey
from surveys.manifest import AnyManifest, Manifest, Secrecy
from surveys.poll import piles
from surveys.questionnaire.answer import Words
from surveys.questionnaire.answers import fits
from surveys.questionnaire.form import Questionnaire, restrict
from surveys.questionnaire.questions import LongText, ShortText
from surveys.refusals import Refusal
from surveys.values import Value

AnyEnclosure: TypeAlias = Enclosure | StampedEnclosure


class Bench(Value, frozen=True):
    """What envelopes of one survey are judged by."""

    survey: SurveyKey
    seal: Seal
    key: ec.EllipticCurvePrivateKey | None
    """None where the envelopes were opened elsewhere and only ballots are judged."""
    forms: dict[tuple[GroupKey, UnitKey], Questionnaire]
    """One form for each group and unit slips were printed for."""
    inner: dict[tuple[GroupKey, UnitKey], str] = {}
    """The inner stamp keys' moduli, where voters sealed on their own device."""


class Opened(Value, frozen=True):
    """A ballot that belongs to this survey, in the bytes it is published in; and its remarks."""

    nonce: str
    digest: bytes
    ballot: bytes
    remarks: tuple[Remark, ...]


def bench_of(
    manifest: AnyManifest, key: ec.EllipticCurvePrivateKey | None, *, digest: str = ""
) -> Bench:
    """Everything needed to judge, worked out once; `digest` as in `seal_of`."""
    return Bench(
        survey=manifest.survey,
        seal=seal_of(manifest, digest),
        key=key,
        forms={(group, unit): restrict(manifest.form, unit) for group, unit in piles(manifest)},
        inner=_inner_keys(manifest),
    )


def _inner_keys(manifest: AnyManifest) -> dict[tuple[GroupKey, UnitKey], str]:
    if not isinstance(manifest, Manifest) or manifest.secrecy is not Secrecy.SEALED:
        return {}
    return {pile: pair.inner for pile, pair in keys_by_unit(manifest.stamps).items()}


def judge(
    bench: Bench, group: GroupKey, envelope: bytes, *, unit: UnitKey | None = None
) -> Opened | Spoiled:
    """Open one envelope that lay in the box under `group`, and under `unit` if it says one."""
    enclosure = _read(bench, group, envelope)
    if enclosure is None:
        return Spoiled.UNREADABLE
    ballot = enclosure.ballot
    if ballot.survey != bench.survey:
        return Spoiled.WRONG_SURVEY
    if ballot.group != group:
        return Spoiled.WRONG_GROUP
    if unit is not None and ballot.unit != unit:
        return Spoiled.WRONG_UNIT
    if isinstance(enclosure, StampedEnclosure) and not is_stamped(bench, enclosure):
        return Spoiled.UNSTAMPED
    form = bench.forms.get((group, ballot.unit))
    if form is None or not _belongs(form, enclosure):
        return Spoiled.WRONG_FORM
    return _open(bench, enclosure)


def _read(bench: Bench, group: GroupKey, envelope: bytes) -> AnyEnclosure | None:
    assert bench.key is not None
    padded = unseal(bench.seal, group, envelope=envelope, key=bench.key)
    if padded is None:
        return None
    try:
        return _decode(bench, unpad(padded))
    except Refusal:
        return None


def _decode(bench: Bench, data: bytes) -> AnyEnclosure:
    if bench.inner:
        return canonical.decode(data, StampedEnclosure)
    return canonical.decode(data, Enclosure)


def is_stamped(bench: Bench, enclosure: StampedEnclosure) -> bool:
    """By the key of the ballot's own group and unit, over its canonical bytes."""
    ballot = enclosure.ballot
    message = inner_message(
        bytes.fromhex(enclosure.prefix), bench.seal.manifest, canonical.encode(ballot)
    )
    modulus = bench.inner.get((ballot.group, ballot.unit))
    return modulus is not None and stamp_holds(modulus, message, bytes.fromhex(enclosure.stamp))


def _belongs(form: Questionnaire, enclosure: AnyEnclosure) -> bool:
    """Choices to this form's questions, and remarks where it asks for a text, once each."""
    answers, remarks = enclosure.ballot.answers, enclosure.remarks
    asked = {
        question.key: question.about
        for question in form.questions()
        if isinstance(question, ShortText | LongText)
    }
    given = {remark.question: remark.about for remark in remarks}
    return (
        not any(isinstance(answer, Words) for answer in answers.values())
        and len(given) == len(remarks)
        and all(remark.words for remark in remarks)
        and given.items() <= asked.items()
        and fits(form, rejoin(answers, remarks))
    )


def _open(bench: Bench, enclosure: AnyEnclosure) -> Opened:
    data = canonical.encode(_line(enclosure))
    return Opened(
        nonce=enclosure.ballot.nonce,
        digest=bytes.fromhex(digest(bench.seal.manifest, data)),
        ballot=data,
        remarks=enclosure.remarks,
    )


def _line(enclosure: AnyEnclosure) -> Ballot | StampedBallot:
    match enclosure:
        case StampedEnclosure(ballot=ballot, prefix=prefix, stamp=stamp):
            return StampedBallot(ballot=ballot, prefix=prefix, stamp=stamp)
        case Enclosure(ballot=ballot):
            return ballot

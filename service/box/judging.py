"""An envelope becomes an opened ballot, or the reason why it is spoiled. Nothing is dropped."""

from typing import TypeAlias

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec

from service.box.sealing import Seal, seal_of, unseal
from service.box.stamps import stamp_holds
from surveys import canonical
from surveys.ballots.ballot import Ballot, Enclosure, Remark, digest, unpad
from surveys.ballots.enclose import rejoin
from surveys.ballots.stamps import (
    Stamp,
    StampedEnclosure,
    inner_message,
    keys_by_unit,
)
from surveys.ballots.validity import Spoiled
from surveys.keys import GroupKey, Key, QuestionKey, SurveyKey, UnitKey
from surveys.manifest import AnyManifest, Manifest, Secrecy
from surveys.poll import piles
from surveys.questionnaire.answers import fits
from surveys.questionnaire.form import Questionnaire, restrict, without_texts
from surveys.questionnaire.questions import LongText, ShortText
from surveys.refusals import Refusal
from surveys.values import Value

AnyEnclosure: TypeAlias = Enclosure | StampedEnclosure


class PileForm(Value, frozen=True):
    """The form of one pile, worked out once for every ballot on it."""

    form: Questionnaire
    marked: Questionnaire
    """The same without its texts, which lie apart once a ballot is out."""
    texts: dict[QuestionKey, Key | None]
    """Questions that ask for a text, and the appraisee each is about."""


class Bench(Value, frozen=True):
    """What envelopes of one survey are judged by."""

    survey: SurveyKey
    seal: Seal
    key: ec.EllipticCurvePrivateKey | None
    """None where the envelopes were opened elsewhere and only ballots are judged."""
    forms: dict[tuple[GroupKey, UnitKey], PileForm]
    """One for each group and unit slips were printed for."""
    inner: dict[tuple[GroupKey, UnitKey], str] = {}
    """The inner stamp keys' moduli, where voters sealed on their own device."""


class _Line(Value, frozen=True):
    """A `StampedBallot` around a ballot that is written already."""

    ballot: msgspec.Raw
    prefix: str
    stamp: str


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
        forms={pile: _pile_form(restrict(manifest.form, pile[1])) for pile in piles(manifest)},
        inner=_inner_keys(manifest),
    )


def _pile_form(form: Questionnaire) -> PileForm:
    texts = {
        question.key: question.about
        for question in form.questions()
        if isinstance(question, ShortText | LongText)
    }
    return PileForm(form=form, marked=without_texts(form), texts=texts)


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
    text = canonical.encode(ballot)
    if isinstance(enclosure, StampedEnclosure) and not is_stamped(bench, ballot, enclosure, text):
        return Spoiled.UNSTAMPED
    asked = bench.forms.get((group, ballot.unit))
    if asked is None or not _belongs(asked, enclosure):
        return Spoiled.WRONG_FORM
    return _open(bench, enclosure, text)


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


def is_stamped(bench: Bench, ballot: Ballot, given: Stamp, text: bytes) -> bool:
    """By the key of the ballot's own group and unit, over its canonical bytes."""
    message = inner_message(bytes.fromhex(given.prefix), bench.seal.manifest, text)
    modulus = bench.inner.get((ballot.group, ballot.unit))
    return modulus is not None and stamp_holds(modulus, message, bytes.fromhex(given.stamp))


def _belongs(asked: PileForm, enclosure: AnyEnclosure) -> bool:
    """Choices to this form's questions, and remarks where it asks for a text, once each."""
    answers, remarks = enclosure.ballot.answers, enclosure.remarks
    if not remarks:
        return answers.keys().isdisjoint(asked.texts) and fits(asked.form, answers)
    given = {remark.question: remark.about for remark in remarks}
    return (
        answers.keys().isdisjoint(asked.texts)
        and len(given) == len(remarks)
        and all(remark.words for remark in remarks)
        and given.items() <= asked.texts.items()
        and fits(asked.form, rejoin(answers, remarks))
    )


def _open(bench: Bench, enclosure: AnyEnclosure, text: bytes) -> Opened:
    line = _line(enclosure, text)
    return Opened(
        nonce=enclosure.ballot.nonce,
        digest=bytes.fromhex(digest(bench.seal.manifest, line)),
        ballot=line,
        remarks=enclosure.remarks,
    )


def _line(enclosure: AnyEnclosure, text: bytes) -> bytes:
    """The line it is published as; the ballot in it is written already."""
    match enclosure:
        case StampedEnclosure(prefix=prefix, stamp=stamp):
            return canonical.encode(_Line(msgspec.Raw(text), prefix, stamp))
        case Enclosure():
            return text

"""An envelope becomes an opened ballot, or the reason why it is spoiled. Nothing is dropped."""

from cryptography.hazmat.primitives.asymmetric import ec

from service.box.sealing import Seal, seal_of, unseal
from surveys import canonical
from surveys.ballots.ballot import Ballot, Enclosure, Remark, digest, unpad
from surveys.ballots.enclose import rejoin
from surveys.ballots.validity import Spoiled
from surveys.keys import GroupKey, SurveyKey, UnitKey
from surveys.manifest import Manifest
from surveys.questionnaire.answer import Words
from surveys.questionnaire.answers import fits
from surveys.questionnaire.form import Questionnaire, restrict
from surveys.questionnaire.questions import LongText, ShortText
from surveys.refusals import Refusal
from surveys.values import Value


class Bench(Value, frozen=True):
    """What envelopes of one survey are judged by."""

    survey: SurveyKey
    seal: Seal
    key: ec.EllipticCurvePrivateKey
    forms: dict[tuple[GroupKey, UnitKey], Questionnaire]
    """One form for each group and unit slips were printed for."""


class Opened(Value, frozen=True):
    """A ballot that belongs to this survey: its canonical bytes, and the remarks beside it."""

    nonce: str
    digest: bytes
    ballot: bytes
    remarks: tuple[Remark, ...]


def bench_of(manifest: Manifest, key: ec.EllipticCurvePrivateKey, *, digest: str = "") -> Bench:
    """Everything needed to judge, worked out once; `digest` as in `seal_of`."""
    return Bench(
        survey=manifest.survey,
        seal=seal_of(manifest, digest),
        key=key,
        forms={
            (count.group, count.unit): restrict(manifest.form, count.unit)
            for count in manifest.slips
        },
    )


def judge(bench: Bench, group: GroupKey, envelope: bytes) -> Opened | Spoiled:
    """Open one envelope that lay in the box under `group`."""
    enclosure = _read(bench, group, envelope)
    if enclosure is None:
        return Spoiled.UNREADABLE
    ballot = enclosure.ballot
    if ballot.survey != bench.survey:
        return Spoiled.WRONG_SURVEY
    if ballot.group != group:
        return Spoiled.WRONG_GROUP
    form = bench.forms.get((group, ballot.unit))
    if form is None or not _belongs(form, enclosure):
        return Spoiled.WRONG_FORM
    return _open(bench, ballot, enclosure.remarks)


def _read(bench: Bench, group: GroupKey, envelope: bytes) -> Enclosure | None:
    padded = unseal(bench.seal, group, envelope=envelope, key=bench.key)
    if padded is None:
        return None
    try:
        return canonical.decode(unpad(padded), Enclosure)
    except Refusal:
        return None


def _belongs(form: Questionnaire, enclosure: Enclosure) -> bool:
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


def _open(bench: Bench, ballot: Ballot, remarks: tuple[Remark, ...]) -> Opened:
    data = canonical.encode(ballot)
    return Opened(
        nonce=ballot.nonce,
        digest=bytes.fromhex(digest(bench.seal.manifest, data)),
        ballot=data,
        remarks=remarks,
    )

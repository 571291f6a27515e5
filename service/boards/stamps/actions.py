"""Say what a slip is good for, give its stamps, take an envelope (which says nothing of a slip)."""

import time
from collections.abc import Sequence

from service.boards.stamps.store import find_sealed_vote
from service.box.slips import mark_of
from service.box.stamped import Kept, Sent, StampedBox, cast_stamped, stamped_box_of
from service.clock import now
from service.database import Pool, lent
from service.identity import voters
from service.stamping.rights import BallotRight, Bearer, look_at_rights
from service.stamping.stamping import Claim, Kind, Stamped, stamp
from service.web.resources import Resources
from surveys.keys import SurveyKey, UnitKey
from surveys.manifest import Secrecy
from surveys.refusals import Refusal
from surveys.values import Value

_NO_RIGHT = frozenset({"slip.unknown", "slip.voided", "slip.other_unit"})
"""What a person has no right to is said in words of people, not of slips."""
_STALE = frozenset({"form.other_version", "stamp.not_genuine", "box.wrong_length"})
"""What an envelope is told where the manifest at hand was frozen anew since."""


class Shown(Value, frozen=True):
    """What whoever asks has to show: the code of a drawn slip, or else a voter's cookie."""

    right: str
    cookie: str


class Wanted(Value, frozen=True):
    """Which stamp, and on what."""

    unit: UnitKey
    kind: Kind
    blinded: bytes


def bearer_of(reach: Resources, survey: SurveyKey, shown: Shown) -> Bearer:
    """Who asks. A code that cannot be one is counted as wrong; a cookie cannot be guessed."""
    if not shown.right:
        if not shown.cookie:
            raise Refusal("voter.signed_out")
        return Bearer(session=voters.session_of(reach.settings, shown.cookie, now=now()))
    try:
        return Bearer(slip=mark_of(reach.casting.slip_key, survey, shown.right))
    except Refusal as refusal:
        raise _counted(reach, survey, refusal) from refusal


async def look_at_right(reach: Resources, survey: SurveyKey, shown: Shown) -> Sequence[BallotRight]:
    """What it is good for."""
    bearer = bearer_of(reach, survey, shown)
    try:
        return await look_at_rights(reach.reading, survey, bearer)
    except Refusal as refusal:
        raise await _in_words(reach, survey, shown, refusal) from refusal


async def give_stamp(reach: Resources, survey: SurveyKey, shown: Shown, wanted: Wanted) -> Stamped:
    """Give one of the two stamps."""
    claim = Claim(survey=survey, unit=wanted.unit, bearer=bearer_of(reach, survey, shown))
    try:
        return await stamp(reach.stamping, claim, kind=wanted.kind, blinded=wanted.blinded)
    except Refusal as refusal:
        raise await _in_words(reach, survey, shown, refusal) from refusal


async def _in_words(reach: Resources, survey: SurveyKey, shown: Shown, refusal: Refusal) -> Refusal:
    """The refusal in words of slips or of people, once a wrong code was counted."""
    if shown.right or not shown.cookie:
        return _counted(reach, survey, refusal)
    if refusal.code not in _NO_RIGHT:
        return refusal
    async with lent(reach.registrar, busy="stamp.unavailable") as conn:
        voter = await voters.find(conn, reach.settings, shown.cookie, survey=survey, now=now())
    return Refusal("voter.no_right" if voter else "voter.signed_out")


def _counted(reach: Resources, survey: SurveyKey, refusal: Refusal) -> Refusal:
    """The refusal, once a wrong code was counted; a machine that tries is told to wait instead."""
    if refusal.code == "slip.unknown":
        reach.casting.throttle.count(survey, time.monotonic())
    return refusal


async def take(reach: Resources, survey: SurveyKey, sent: Sent) -> Kept:
    """Put an envelope into the box."""
    known = reach.stamped.get(survey)
    if known is not None:
        try:
            return await cast_stamped(reach.casting, known, sent)
        except Refusal as refusal:
            if refusal.code not in _STALE:
                raise
    known = reach.stamped[survey] = await _find_box(reach.registrar, survey)
    return await cast_stamped(reach.casting, known, sent)


async def _find_box(registrar: Pool, survey: SurveyKey) -> StampedBox:
    async with lent(registrar, busy="box.unreachable") as conn:
        row = await find_sealed_vote.maybe(conn, survey)
    if row is None or not row.manifest:
        raise Refusal("request.unknown_page")
    manifest = row.manifest.read()
    if manifest.secrecy is not Secrecy.SEALED:
        raise Refusal("request.unknown_page")
    return stamped_box_of(manifest, row.manifest_digest or "")

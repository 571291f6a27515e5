"""Remarks and spoiled envelopes that scrutineers bring: what they claim must be possible at all.

Which ballot a remark came with is said nowhere, on purpose; but it answers a question that some
ballot was asked, and no more of them answer it than ballots were asked.
"""

import collections
from collections.abc import Iterable
from typing import Final

from service.box.judging import Bench
from surveys.ballots.ballot import Remark
from surveys.ballots.opened_file import OpenedFile, SpoiledEnvelopes
from surveys.ballots.validity import Spoiled
from surveys.keys import Key, QuestionKey
from surveys.questionnaire.accept import accept
from surveys.questionnaire.answer import Words
from surveys.questionnaire.questions import LongText, Question, ShortText
from surveys.refusals import Refusal

_ON_OPENING: Final = frozenset(
    {
        Spoiled.UNREADABLE,
        Spoiled.WRONG_GROUP,
        Spoiled.WRONG_UNIT,
        Spoiled.WRONG_SURVEY,
        Spoiled.WRONG_FORM,
        Spoiled.UNSTAMPED,
        Spoiled.DUPLICATE,
    }
)
"""The others are found by the rule set, in a ballot that was opened."""


def demand_reasons(spoiled: Iterable[SpoiledEnvelopes]) -> None:
    """Each group and reason once, of a kind that is found on opening, and at least one envelope."""
    seen = set[tuple[str, Spoiled]]()
    for one in spoiled:
        pile = (one.group, one.reason)
        if one.number < 1 or one.reason not in _ON_OPENING or pile in seen:
            reason = one.reason.value
            raise Refusal("box.no_reason", group=one.group, reason=reason, number=one.number)
        seen.add(pile)


def demand_remarks(bench: Bench, brought: OpenedFile) -> None:
    """Every remark answers a text question of these ballots, as it would have been kept."""
    asked = collections.Counter[tuple[QuestionKey, Key | None]]()
    ballots = (*brought.ballots, *(line.ballot for line in brought.stamped))
    for pile, number in collections.Counter((one.group, one.unit) for one in ballots).items():
        for text in bench.forms[pile].texts.items():
            asked[text] += number
    questions = _texts(bench)
    for remark in brought.remarks:
        place = (remark.question, remark.about)
        asked[place] -= 1
        if asked[place] < 0 or not _is_kept_so(questions[remark.question], remark):
            raise Refusal("box.no_remark", question=remark.question)


def _texts(bench: Bench) -> dict[QuestionKey, Question]:
    forms = (pile.form for pile in bench.forms.values())
    questions = (question for form in forms for question in form.questions())
    return {one.key: one for one in questions if isinstance(one, ShortText | LongText)}


def _is_kept_so(question: Question, remark: Remark) -> bool:
    """Not empty, not too long, in plain writing: what no door would have let in is no remark."""
    words = Words(words=remark.words)
    try:
        return bool(remark.words) and accept(question, words) == words
    except Refusal:
        return False

"""Votes counted from paper without a box: what was entered becomes results and their margins."""

import msgspec

from surveys import canonical
from surveys.appraisal.plan import Appraisee
from surveys.keys import AppraiseeKey
from surveys.rules.quorum import reaches
from surveys.rules.ruleset import RuleSet
from surveys.tally import sheets
from surveys.tally.margin import Margin, flip_margin
from surveys.tally.profiles import of_ballots, telling
from surveys.tally.results import AppraiseeResult
from surveys.tally.scoring import score
from surveys.tally.sheet_lines import BallotLine, CountLine
from surveys.tally.sheets import Counted, Turnout
from surveys.values import Value


class Gathering(Value, frozen=True):
    """The meeting as the secretary wrote it down; 0 and empty are what was left open."""

    congress: str = ""
    title: str = ""
    date: str = ""
    """Such as 2026-03-08."""
    entitled: int = 0
    present: int = 0
    invited: int = 0
    issued: int = 0
    returned: int = 0


class Paper(Value, frozen=True):
    """What was entered from paper: ballots or counts, never both."""

    appraisees: tuple[Appraisee, ...]
    meeting: Gathering = Gathering()
    ballots: tuple[BallotLine, ...] = ()
    counts: tuple[CountLine, ...] = ()


class Scored(Value, frozen=True):
    """The results of a paper count. No box stands behind them."""

    rules: str
    """Fingerprint of the rule set."""
    meeting: Gathering
    quorate: bool | None
    """None where the rule asks for no quorum, or the numbers were left open."""
    by_ballot: bool
    """Entered ballot by ballot, else as counts."""
    appraisees: tuple[Appraisee, ...]
    results: tuple[AppraiseeResult, ...]
    margins: dict[AppraiseeKey, Margin]
    """Fewest ballots that would change the grade, where that can be told."""


def score_paper(paper: Paper, rules: RuleSet) -> Scored:
    """Count and score what was entered."""
    counted = _count(paper, rules)
    results = score(counted.tally, rules, appraisees=paper.appraisees, session=counted.session)
    most = max((result.returned for result in results), default=0)
    meeting = msgspec.structs.replace(paper.meeting, returned=paper.meeting.returned or most)
    return Scored(
        rules=canonical.fingerprint(canonical.encode(rules)),
        meeting=meeting,
        quorate=_quorate(meeting, rules),
        by_ballot=bool(paper.ballots),
        appraisees=paper.appraisees,
        results=results,
        margins={
            appraisee.key: margin
            for appraisee, result in zip(paper.appraisees, results, strict=True)
            if result.grade is not None
            and (margin := _margin(rules, appraisee, counted)) is not None
        },
    )


def _count(paper: Paper, rules: RuleSet) -> Counted:
    meeting = paper.meeting
    turnout = Turnout(
        entitled=meeting.entitled,
        present=meeting.present,
        invited=meeting.invited,
        issued=meeting.issued if len(rules.electorate.groups) == 1 else 0,
    )
    if paper.ballots:
        return sheets.count_ballots(
            paper.ballots, rules, appraisees=paper.appraisees, turnout=turnout
        )
    return sheets.add_counts(paper.counts, rules, appraisees=paper.appraisees, turnout=turnout)


def _quorate(meeting: Gathering, rules: RuleSet) -> bool | None:
    quorum = rules.session.quorum
    if quorum is None or not meeting.entitled:
        return None
    came = meeting.returned if quorum.numerator == "returned" else meeting.present
    return reaches(quorum, came=came, entitled=meeting.entitled) if came else None


def _margin(rules: RuleSet, appraisee: Appraisee, counted: Counted) -> Margin | None:
    """Counts alone do not tell what one ballot marked on several items."""
    profiles = None
    if len(telling(rules)) > 1:
        if counted.form is None:
            return None
        profiles = of_ballots(counted.ballots, counted.form, rules=rules, appraisee=appraisee.key)
    return flip_margin(
        rules, appraisee, tally=counted.tally, session=counted.session, profiles=profiles
    )

"""Lines of a spreadsheet become results: ballots typed in one by one, or counts made by hand."""

from collections.abc import Iterable, Sequence

from surveys.appraisal.plan import Appraisee
from surveys.ballots.ballot import Ballot
from surveys.keys import WHOLE
from surveys.questionnaire.form import Questionnaire, Section
from surveys.questionnaire.questions import GradeMatrix, Indicator, Option, Subject
from surveys.refusals import Refusal
from surveys.rules import scale
from surveys.rules.ruleset import RuleSet
from surveys.tally.bases import Denominators
from surveys.tally.count import count
from surveys.tally.sheet_counts import add_up
from surveys.tally.sheet_lines import QUESTION, BallotLine, CountLine, Names
from surveys.tally.tally import Tally
from surveys.values import Value


class Turnout(Value, frozen=True):
    """What the lines do not tell; without it everybody came and every slip was returned."""

    entitled: int = 0
    present: int = 0
    invited: int = 0
    issued: int = 0
    """Whole ballot forms; only with a single weighting group."""


class Counted(Value, frozen=True):
    """What the lines amount to: all that scores, margins and bounds are taken from."""

    tally: Tally
    session: Denominators
    ballots: tuple[Ballot, ...] = ()
    """None where only counts are known."""
    form: Questionnaire | None = None


def add_counts(
    lines: Iterable[CountLine],
    rules: RuleSet,
    *,
    appraisees: tuple[Appraisee, ...],
    turnout: Turnout | None = None,
) -> Counted:
    """Counts made by hand, added up."""
    tally = add_up(lines, Names(rules, appraisees))
    return Counted(tally, _session(tally, rules, turnout or Turnout()))


def count_ballots(
    lines: Iterable[BallotLine],
    rules: RuleSet,
    *,
    appraisees: tuple[Appraisee, ...],
    turnout: Turnout | None = None,
) -> Counted:
    """Ballots typed in one by one, counted."""
    names, form = Names(rules, appraisees), _form(rules, appraisees)
    ballots = tuple(names.ballot(line, number) for number, line in enumerate(lines))
    tally = count(ballots, form, rules=rules)
    return Counted(tally, _session(tally, rules, turnout or Turnout()), ballots, form)


def _session(tally: Tally, rules: RuleSet, turnout: Turnout) -> Denominators:
    """Every appraisee with a slip for each ballot returned, unless the turnout says more."""
    size = sum(
        max((part.returned for part in members.values()), default=0)
        for members in tally.groups.values()
    )
    issued = {
        group: {appraisee: part.returned for appraisee, part in members.items()}
        for group, members in tally.groups.items()
    }
    if turnout.issued:
        groups = [group.key for group in rules.electorate.groups]
        if turnout.issued < size or len(groups) > 1:
            raise Refusal("session.over_return", returned=size, issued=turnout.issued)
        issued = {group: {WHOLE: turnout.issued} for group in groups}
    return Denominators(
        entitled=turnout.entitled or size,
        present=turnout.present or size,
        invited=turnout.invited or size,
        issued=issued,
    )


def _form(rules: RuleSet, appraisees: Sequence[Appraisee]) -> Questionnaire:
    """The form such ballots answer."""
    matrix = GradeMatrix(
        key=QUESTION,
        title=rules.title,
        subjects=tuple(Subject(key=each.key, label=each.label) for each in appraisees),
        indicators=tuple(Indicator(key=each.key, label=each.label) for each in rules.items),
        grades=tuple(Option(key=each.key, label=each.label) for each in scale.words(rules)),
        points=rules.points,
    )
    section = Section(key=QUESTION, title="", questions=(matrix,))
    return Questionnaire(title=rules.title, sections=(section,))

"""What is done with an opinion (处理): one tagged union of states, one table of steps between them.

Every step is a row that is only ever added; undoing adds one too. Where an opinion stands is what
its rows amount to, and its own words stay beside them.
"""

from collections.abc import Iterable, Mapping
from typing import Annotated, Final, TypeAlias, get_args

import msgspec

from surveys.consultation.course import REPLYING, REVIEWING, Stage
from surveys.consultation.opinion import Opinion, OpinionNumber
from surveys.refusals import Refusal
from surveys.values import Value

LONGEST_ANSWER: Final = 2000
"""Letters of a reply, of redacted words, of a reason."""

Words: TypeAlias = Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST_ANSWER)]


class Received(Value, frozen=True, tag="received"):
    """Nobody has handled it yet (待处理)."""


class Accepted(Value, frozen=True, tag="accepted"):
    """It goes into the digest as it was written (采纳)."""


class Merged(Value, frozen=True, tag="merged"):
    """It says what another says (并入), and is counted with that one."""

    into: OpinionNumber


class Redacted(Value, frozen=True, tag="redacted"):
    """It goes into the digest in other words (隐去后采纳): who is named, what is insulting."""

    words: Words
    reason: Words


class Forwarded(Value, frozen=True, tag="forwarded"):
    """A department was asked to answer it (转办)."""

    to: Words
    on: str
    """The day, as 2026-11-20."""
    words: str = ""
    """What it was redacted to before; empty: as it was written."""


class Replied(Value, frozen=True, tag="replied"):
    """It was answered (答复)."""

    reply: Words
    to: str = ""
    """The department that was asked; empty: the presidium answers itself."""
    on: str = ""
    words: str = ""


class SetAside(Value, frozen=True, tag="set_aside"):
    """It is not adopted (不采纳); the sender reads why."""

    reason: Words


class Undone(Value, frozen=True, tag="undone"):
    """The last step was taken back (撤回)."""


State: TypeAlias = Received | Accepted | Merged | Redacted | Forwarded | Replied | SetAside
Step: TypeAlias = Accepted | Merged | Redacted | Forwarded | Replied | SetAside
Entry: TypeAlias = Step | Undone

STEPS: Final[dict[type[State], tuple[type[Step], ...]]] = {
    Received: get_args(Step),
    Accepted: (Forwarded, Replied),
    Redacted: (Forwarded, Replied),
    Forwarded: (Replied,),
    Merged: (),
    Replied: (),
    SetAside: (),
}
"""Which step leads on from where; any other change of mind undoes first."""

STANDING: Final = (Accepted, Redacted, Forwarded, Replied)
"""States in which an opinion stands in the digest for itself."""


class Taken(Value, frozen=True):
    """One row of the log."""

    entry: Entry


class Reviewed(Value, frozen=True):
    """An opinion and where it stands."""

    opinion: Opinion
    state: State


def standing(log: Iterable[Entry]) -> State:
    """Where the rows of a log lead.

    >>> standing([Accepted(), Undone(), SetAside("与本镇无关")])
    SetAside(reason='与本镇无关')
    """
    states: list[State] = [Received()]
    for entry in log:
        match entry:
            case Undone():
                del states[max(1, len(states) - 1) :]
            case step:
                states.append(step)
    return states[-1]


def take(here: State, entry: Entry) -> Entry:
    """The row to add, or a refusal. What was redacted before goes on in its redacted words.

    >>> take(Redacted("某人推诿", "点名"), Forwarded("镇财政所", "2026-11-20")).words
    '某人推诿'
    """
    match entry:
        case Undone() if isinstance(here, Received):
            raise Refusal("consultation.nothing_to_undo")
        case Undone():
            return entry
        case step if type(step) not in STEPS[type(here)]:
            raise Refusal("consultation.no_such_step", here=name_of(here), there=name_of(step))
        case Forwarded():
            return msgspec.structs.replace(entry, words=_redacted(here))
        case Replied():
            to, on = (here.to, here.on) if isinstance(here, Forwarded) else ("", "")
            return msgspec.structs.replace(entry, to=to, on=on, words=_redacted(here))
        case _:
            return entry


def demand_place(number: int, after: State, states: Mapping[int, State]) -> None:
    """Refuse a merge into nothing that stands, and taking away what others are merged into."""
    if isinstance(after, Merged) and (
        after.into == number or not isinstance(states.get(after.into), STANDING)
    ):
        raise Refusal("consultation.no_merge", number=after.into)
    hanging = [at for at, state in states.items() if state == Merged(number)]
    if hanging and not isinstance(after, STANDING):
        raise Refusal("consultation.merged_into", number=hanging[0])


def demand_time(stage: Stage, here: State, after: State) -> None:
    """After the digest was printed only replies come, or are taken back."""
    if stage in REVIEWING:
        return
    replying = isinstance(after, Replied) or isinstance(here, Replied)
    if stage not in REPLYING or not replying or not isinstance(after, STANDING):
        raise Refusal("consultation.review_over")


def words_of(reviewed: Reviewed) -> str:
    """What the digest may print: redacted words wherever there are any."""
    return _redacted(reviewed.state) or reviewed.opinion.words


def name_of(state: State | Undone) -> str:
    """The tag of a state, by which wording and pages know it.

    >>> name_of(SetAside("重复"))
    'set_aside'
    """
    return str(type(state).__struct_config__.tag)


def _redacted(state: State) -> str:
    match state:
        case Redacted(words=words) | Forwarded(words=words) | Replied(words=words):
            return words
        case _:
            return ""

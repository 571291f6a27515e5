"""Ratings, numbers and texts of SurveyJS, with the bounds their validators set."""

import re
from collections.abc import Callable
from fractions import Fraction

from reports.wording.interchange import TYPES, UNIT
from service.interchange.surveyjs.choices import as_options, read_items
from service.interchange.surveyjs.fields import Base, Here, Made, ours_of, rules_of, spell
from surveys.questionnaire.questions import (
    LongText,
    Number,
    Question,
    Scale,
    ShortText,
    SingleChoice,
)


def read_rating(here: Here, base: Base) -> Made:
    """Points between two ends, or values with words of their own."""
    values = read_items(here, "rateValues")
    if values and here.flag("autoGenerate") is False:
        codes = as_options(here, values)
        return SingleChoice(**base, options=tuple(codes.values())), codes
    told = here.whole("rateMin")
    low = 1 if told is None else told
    top, count = here.whole("rateMax"), here.whole("rateCount")
    high = top if top is not None else low + count - 1 if count else 5
    if (here.whole("rateStep") or 1) != 1:
        here.deny("range_step", word=f"rateStep={here.whole('rateStep')}")
    ends = [
        here.plain(name) or here.plain(old)
        for name, old in (
            ("minRateDescription", "mininumRateDescription"),
            ("maxRateDescription", "maximumRateDescription"),
        )
    ]
    return Scale(**base, low=low, high=high, low_label=ends[0], high_label=ends[1]), {}


def _longest(here: Here, unless: int) -> int:
    longest = here.whole("maxLength")
    for rule in rules_of(here, {"text"}):
        longest = rule.whole("maxLength") or longest
        if rule.whole("minLength"):
            rule.deny("property", word="minLength")
    if longest is None or longest < 1:
        here.desk.remark("no_limit", here.at, limit=unless)
        return unless
    if longest > 5000:
        here.deny("shape", word="maxLength", kind="length")
        return unless
    return longest


def read_comment(here: Here, base: Base) -> Made:
    """Several lines."""
    about = ours_of(here).get("about")
    return LongText(**base, longest=_longest(here, 500), about=about), {}


def read_text(here: Here, base: Base) -> Made:
    """One line, a number, or a slider."""
    kind = here.text("inputType") or "text"
    match kind:
        case "text":
            about = ours_of(here).get("about")
            return ShortText(**base, longest=_longest(here, 100), about=about), {}
        case "number":
            return _number(here, base), {}
        case "range":
            low, high = here.whole("min"), here.whole("max")
            if here.whole("step") not in {None, 1}:
                here.deny("range_step", word=f"step={here.whole('step')}")
            ends = (0 if low is None else low), (100 if high is None else high)
            return Scale(**base, low=ends[0], high=ends[1]), {}
        case _:
            why = "date" if re.search("date|time|month|week", kind) else "contact"
            here.deny("type", word=f"text（{kind}）", why=TYPES[why])
            return ShortText(**base), {}


def _number(here: Here, base: Base) -> Question:
    low, high = (_bound(here, here.members.get(name), name) for name in ("min", "max"))
    for rule in rules_of(here, {"numeric"}):
        low = _tighter(low, _bound(rule, rule.members.get("minValue"), "minValue"), max)
        high = _tighter(high, _bound(rule, rule.members.get("maxValue"), "maxValue"), min)
    unit = ours_of(here).get("unit", "")
    lines = str(base["help"]).split("\n")
    if unit:
        base = {**base, "help": "\n".join(line for line in lines if line != f"{UNIT}{unit}")}
    return Number(**base, low=low, high=high, digits=_digits(here), unit=unit)


def _tighter(
    one: Fraction | None, two: Fraction | None, choose: Callable[[Fraction, Fraction], Fraction]
) -> Fraction | None:
    if one is None or two is None:
        return two if one is None else one
    return choose(one, two)


def _bound(here: Here, value: object, name: str) -> Fraction | None:
    if value is None or value == "":
        return None
    spelled = _plain_number(value)
    if not re.fullmatch(r"-?[0-9]{1,12}(\.[0-9]{1,6})?", spelled):
        here.deny("shape", word=name, kind="number")
        return None
    return Fraction(spelled)


def _plain_number(value: object) -> str:
    """As a reader would write it: 0.000001, not 1e-06."""
    if isinstance(value, float) and not value.is_integer():
        return f"{value:.10f}".rstrip("0")
    return spell(value)


def _digits(here: Here) -> int:
    step = here.members.get("step")
    if step in (None, ""):
        here.desk.remark("no_digits", here.at)
        return 6
    found = re.fullmatch(r"1|0?\.(0{0,5}1)", _plain_number(step))
    if not found:
        here.deny("range_step", word=f"step={step}")
        return 0
    return len(found[1] or "")

"""Forms as odd as the Structs can hold: every field, any letter, any key, conditions in knots."""

from typing import Any

from hypothesis import strategies as st

from surveys.questionnaire.conditions import (
    All,
    Answered,
    AnyOf,
    AtLeast,
    AtMost,
    Chosen,
    Condition,
    Not,
)
from surveys.questionnaire.form import Questionnaire, Section
from surveys.questionnaire.questions import (
    GradeMatrix,
    Indicator,
    LongText,
    MultipleChoice,
    Number,
    Option,
    PointScale,
    Question,
    Quota,
    Ranking,
    Scale,
    ShortText,
    SingleChoice,
    Subject,
)

MEANT = (
    *(
        "满意",
        "不满意",
        "1. 甲",
        "（单选）",
        "甲（必填）",
        "A. 是",
        "是/否",
        "3/8节",
        "# 甲",
        "## 甲",
    ),
    *("- 甲", "□甲□乙", "甲、乙", "对象：甲", "说明：", "{#q1}", "甲{#a}", "“甲”", "\\n", "\\"),
    *(
        "（第1题选“甲”时）",
        "甲（总体）",
        "甲（乙）",
        "第1题",
        "（一）甲",
        "最多选3项",
        "甲=乙",
        "甲，乙",
    ),
    *("\n", " 甲 ", "\u3000", "\u2028甲", "①", "\ue000", "\U0010fffd", "\x00", "甲\n\n乙", "/甲/"),
    *("甲 A. 乙 B. 丙", "\\（", "时", "：", "单位", "最低=甲", "关于甲"),
)
"""Words that mean something in the grammar."""

words = st.one_of(
    st.sampled_from(MEANT),
    st.lists(st.sampled_from(MEANT), min_size=1, max_size=3).map("".join),
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=12),
)
keys = st.one_of(
    st.sampled_from(("q1", "q2", "o1", "d1", "i1", "s1", "a", "satisfied")),
    st.from_regex(r"[a-z0-9][a-z0-9_.-]{0,5}", fullmatch=True),
)
maybe_words = st.just("") | words
options = st.lists(st.builds(Option, key=keys, label=words), max_size=30).map(tuple)
few_options = st.lists(st.builds(Option, key=keys, label=words), max_size=4).map(tuple)
fractions = st.fractions(-1000, 1000, max_denominator=100)


def _leaves() -> st.SearchStrategy[Condition]:
    return st.one_of(
        st.builds(Chosen, question=keys, options=st.lists(keys, max_size=3).map(tuple)),
        st.builds(AtLeast, question=keys, value=fractions),
        st.builds(AtMost, question=keys, value=fractions),
        st.builds(Answered, question=keys),
    )


def _knots(part: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    parts = st.lists(part, max_size=3).map(tuple)
    return st.one_of(st.builds(All, of=parts), st.builds(AnyOf, of=parts), st.builds(Not, of=part))


conditions = st.recursive(_leaves(), _knots, max_leaves=5)


@st.composite
def questions(draw: st.DrawFn) -> Question:
    asked: dict[str, Any] = {
        "key": draw(keys),
        "title": draw(words),
        "help": draw(maybe_words),
        "required": draw(st.booleans()),
        "show_if": draw(st.none() | conditions),
    }
    low = draw(st.integers(-50, 900))
    about = draw(st.none() | keys)
    match draw(st.integers(0, 7)):
        case 0:
            return GradeMatrix(**asked, **draw(_matrices()))
        case 1:
            return SingleChoice(options=draw(options), **asked)
        case 2:
            most = draw(st.none() | st.integers(1, 9))
            least = draw(st.integers(0, 9))
            return MultipleChoice(options=draw(few_options), least=least, most=most, **asked)
        case 3:
            high, ends = draw(st.integers(-50, 900)), (draw(maybe_words), draw(maybe_words))
            return Scale(low=low, high=high, low_label=ends[0], high_label=ends[1], **asked)
        case 4:
            bounds = draw(st.none() | fractions), draw(st.none() | fractions)
            digits, unit = draw(st.integers(0, 6)), draw(maybe_words)
            return Number(low=bounds[0], high=bounds[1], digits=digits, unit=unit, **asked)
        case 5:
            places = draw(st.none() | st.integers(1, 9))
            return Ranking(options=draw(few_options), places=places, **asked)
        case 6:
            return ShortText(longest=draw(st.integers(1, 5000)), about=about, **asked)
        case _:
            return LongText(longest=draw(st.integers(1, 5000)), about=about, **asked)


@st.composite
def _matrices(draw: st.DrawFn) -> dict[str, Any]:
    points = st.builds(
        PointScale, low=st.integers(0, 1000), high=st.integers(1, 1000), step=st.integers(1, 99)
    )
    subjects = st.builds(Subject, key=keys, label=words, note=maybe_words)
    indicators = st.builds(Indicator, key=keys, label=words, overall=st.booleans())
    return {
        "subjects": tuple(draw(st.lists(subjects, max_size=3))),
        "indicators": tuple(draw(st.lists(indicators, max_size=3))),
        "grades": draw(few_options),
        "points": draw(st.none() | points),
        "quota": draw(st.none() | st.builds(Quota, option=keys, most=st.integers(1, 99))),
    }


sections = st.builds(
    Section,
    key=keys,
    title=maybe_words,
    questions=st.lists(questions(), max_size=4).map(tuple),
    lead=maybe_words,
)
wild_forms = st.builds(
    Questionnaire,
    title=words,
    sections=st.lists(sections, max_size=3).map(tuple),
    version=st.integers(1, 999),
)

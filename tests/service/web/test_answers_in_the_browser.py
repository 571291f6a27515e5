"""What the phone makes of a filled-in form is what the server's own reading makes of it."""

import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, TypeAlias

import msgspec
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from playwright.async_api import Page

from surveys import canonical
from surveys.ballots.enclose import separate
from surveys.keys import WHOLE, UnitKey
from surveys.questionnaire.answers import read
from surveys.questionnaire.conditions import All, AnyOf, AtLeast, AtMost, Chosen, Not
from surveys.questionnaire.fields import names, write
from surveys.questionnaire.form import Questionnaire, Section, restrict, subjects
from surveys.questionnaire.questions import (
    GradeMatrix,
    Indicator,
    LongText,
    Number,
    PointScale,
    Quota,
    Scale,
    ShortText,
    SingleChoice,
    Subject,
)
from surveys.refusals import Refusal
from tests.builders import a_form, some_marks
from tests.strategies import NASTY, answers_to, forms

Fields = Mapping[str, Sequence[str]]
Case: TypeAlias = tuple[Questionnaire, UnitKey, Fields]

READ = """(cases) => cases.map(([form, unit, pairs]) => {
  try {
    const { answers, remarks } = Answers.read(JSON.parse(form), unit, pairs);
    return Bytes.canonical({ answers, remarks });
  } catch (error) {
    return error instanceof Answers.Refused ? null : String(error);
  }
})"""

TYPED = (
    "", " ", "0", "-0", "00", "007", "-5", "５", " －３．５０ ", "1.5", "1.50", ".5", "5.", "1e3",
    "+1", "100", "101", "９９", "999999999999", "1000000000000", "0000000000001", "--1", "x", "o0",
    "o1", "1", "2", "3", "\u20281\u2028", "\ufeff1", "\x1c2", "一",
)  # fmt: skip


def by_the_server(form: Questionnaire, unit: UnitKey, fields: Fields) -> str | None:
    """Canonical answers and remarks; none where the form is refused."""
    narrow = restrict(form, unit)
    try:
        choices, remarks = separate(narrow, read(narrow, fields))
    except Refusal:
        return None
    return canonical.encode({"answers": choices, "remarks": remarks}).decode()


async def by_the_phone(page: Page, cases: list[Case]) -> list[str | None]:
    """The same of many forms, in one go."""
    sent = [
        (canonical.encode(form).decode(), unit, [(k, v) for k, vs in fields.items() for v in vs])
        for form, unit, fields in cases
    ]
    return await page.evaluate(READ, sent)


@st.composite
def spoiled(draw: st.DrawFn, form: Questionnaire, fields: Fields) -> Fields:
    """A posted form in which a few fields hold what no finger should have typed."""
    changed = {name: list(values) for name, values in fields.items()}
    every = [name for question in form.questions() for name in names(question)]
    for name in draw(st.lists(st.sampled_from(every), max_size=3)):
        value = st.sampled_from(TYPED) | st.text(st.sampled_from(NASTY), max_size=20)
        changed[name] = draw(st.lists(value, min_size=0, max_size=2))
    if draw(st.integers(0, 19)) == 0:
        changed["q.stranger"] = ["o1"]
    return changed


@st.composite
def cases(draw: st.DrawFn, *, spoil: bool) -> Case:
    """A form, and what a voter posts for it."""
    form = draw(forms())
    fields: Fields = write(form, draw(answers_to(form)))
    if spoil:
        fields = draw(spoiled(form, fields))
    unit = draw(st.sampled_from([WHOLE, WHOLE, *subjects(form)]))
    if unit:
        known = {name for question in restrict(form, unit).questions() for name in names(question)}
        fields = {name: values for name, values in fields.items() if name in known}
    return form, unit, fields


def many(number: int, *, spoil: bool) -> list[Case]:
    """As chance has them."""
    drawn: list[Case] = []

    @given(cases(spoil=spoil))
    @settings(
        max_examples=number,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def draw(case: Case) -> None:
        drawn.append(case)

    draw()
    return drawn


async def test_hundreds_of_generated_forms_read_alike(sealer: Page) -> None:
    drawn = [*many(120, spoil=False), *many(240, spoil=True)]
    expected = [by_the_server(*case) for case in drawn]
    assert sum(one is not None for one in expected) > 100
    assert sum(one is None for one in expected) > 50
    found = await by_the_phone(sealer, drawn)
    for case, ours, theirs in zip(drawn, expected, found, strict=True):
        assert theirs == ours, case


async def test_every_number_somebody_may_type_reads_alike(sealer: Page) -> None:
    scale = Scale(key="a", title="打分", low=-5, high=100)
    number = Number(
        key="b", title="数", digits=2, low=Fraction(-7, 2), high=Fraction(1000), required=False
    )
    free = Number(key="c", title="数", digits=6, required=False)
    form = _form(msgspec.structs.replace(scale, required=False), number, free)
    texts = [*TYPED, "-3.5", "-3.51", "1000.00", "1000.01", "-0.00", "0.000001", "0.0000001"]
    await _all_alike(sealer, form, [{f"q.{key}": [text]} for key in "abc" for text in texts])


async def test_points_and_a_quota_read_alike(sealer: Page) -> None:
    subjects_ = tuple(Subject(key=f"s{n}", label=f"部门{n}") for n in range(3))
    points = GradeMatrix(
        key="m",
        title="打分",
        subjects=subjects_,
        indicators=(Indicator(key="i", label="总体"),),
        grades=(),
        points=PointScale(low=10, high=100, step=5),
    )
    graded = next(a_form().matrices())
    best = Quota(option=graded.grades[0].key, most=2)
    limited = msgspec.structs.replace(
        points, points=None, grades=graded.grades, quota=best, required=False
    )
    typed = ("10", "15", "１００", " 095", "12", "105", "5", "", "x", "-10", "satisfied")
    await _all_alike(
        sealer,
        _form(points),
        [{f"m.m.s{n}.i": [text] for n in range(3)} for text in typed],
    )
    grades = [best.option, graded.grades[1].key, ""]
    await _all_alike(
        sealer,
        _form(limited),
        [
            {f"m.m.s{n}.i": [grade] for n, grade in enumerate((a, b, c))}
            for a in grades
            for b in grades
            for c in grades
        ],
    )


async def test_conditions_of_every_kind_read_alike(sealer: Page) -> None:
    number = Number(key="n", title="数", digits=1, required=False)
    choice = SingleChoice(
        key="constructor", title="选", options=next(a_form().matrices()).grades, required=False
    )
    low = AtLeast(question="n", value=Fraction(1, 3))
    high = AtMost(question="n", value=Fraction(5, 2))
    chosen = Chosen(question="constructor", options=("satisfied",))
    conditions = (All((low, high)), AnyOf((Not(low), chosen)), Not(AnyOf((high, chosen))), All(()))
    asked = tuple(
        ShortText(key=f"t{at}", title="写", show_if=condition, about=None)
        for at, condition in enumerate(conditions)
    )
    form = _form(number, choice, *asked)
    words = {f"q.t{at}": ["字"] for at in range(len(asked))}
    await _all_alike(
        sealer,
        form,
        [
            {"q.n": [typed], "q.constructor": [option], **words}
            for typed in ("", "0.3", "0.4", "2.5", "2.6")
            for option in ("", "satisfied", "dissatisfied")
        ],
    )


async def test_letters_are_counted_and_cleaned_alike(sealer: Page) -> None:
    form = _form(
        ShortText(key="a", title="一行", longest=3, required=False),
        LongText(key="b", title="几行", longest=4, required=False, about="finance"),
    )
    texts = [
        "𠮷𠮷𠮷",
        "𠮷𠮷𠮷𠮷",
        "a\r\nb",
        "\u202e字",
        "\x85 x \x85",
        "\u3000好\u3000",
        "\ufeff",
        "\t\t",
        *NASTY,
    ]
    await _all_alike(sealer, form, [{f"q.{key}": [text]} for key in "ab" for text in texts])


async def test_one_department_s_part_reads_alike(sealer: Page) -> None:
    form = a_form()
    fields = {**write(form, some_marks(form)), "q.remark.1": ["路灯不亮"]}
    for unit in subjects(form):
        narrow = restrict(form, unit)
        known = {name for question in narrow.questions() for name in names(question)}
        own = {name: values for name, values in fields.items() if name in known}
        assert by_the_server(form, unit, own) is not None
        assert await by_the_phone(sealer, [(form, unit, own), (form, unit, fields)]) == [
            by_the_server(form, unit, own),
            None,
        ]


async def test_a_ballot_is_written_as_the_server_would_write_it(sealer: Page) -> None:
    value: dict[str, Any] = {
        "b": {"é": [1, None, '\u2028"\\\n'], "Z": True},
        "a": "满意 😀",
        "": [],
    }
    assert await sealer.evaluate("(value) => Bytes.canonical(value)", value) == (
        canonical.encode(value).decode()
    )


def _form(*questions: Any) -> Questionnaire:
    return Questionnaire(
        title="问卷", sections=(Section(key="s", title="部分", questions=questions),)
    )


async def _all_alike(page: Page, form: Questionnaire, fields: list[Fields]) -> None:
    expected = [by_the_server(form, WHOLE, one) for one in fields]
    assert len(set(map(json.dumps, expected))) > 1
    found = await by_the_phone(page, [(form, WHOLE, one) for one in fields])
    assert list(zip(fields, found, strict=True)) == list(zip(fields, expected, strict=True))

"""Reading answers: what is taken, what is refused and by which name."""

from fractions import Fraction

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys import canonical
from surveys.questionnaire import fields
from surveys.questionnaire.answers import (
    Answer,
    Answers,
    Choice,
    Choices,
    Marks,
    Order,
    Points,
    Quantity,
    Words,
    check,
    filled,
    fits,
    missing,
    read,
)
from surveys.questionnaire.conditions import Chosen
from surveys.questionnaire.form import Questionnaire, Section, without_texts
from surveys.questionnaire.questions import (
    LongText,
    MultipleChoice,
    Number,
    Option,
    Question,
    Quota,
    Ranking,
    Scale,
    ShortText,
    SingleChoice,
)
from surveys.refusals import Refusal
from tests.builders import a_form, some_marks
from tests.strategies import answers_to, forms

ABC = tuple(Option(key=key, label=key.upper()) for key in "abc")


def a_poll(*questions: Question) -> Questionnaire:
    return Questionnaire(
        title="问卷", sections=(Section(key="all", title="", questions=questions),)
    )


@given(st.data())
def test_accepted_answers_written_as_fields_read_back_the_same(data: st.DataObject) -> None:
    form = data.draw(forms())
    accepted = check(form, data.draw(answers_to(form)))
    assert read(form, fields.write(form, accepted)) == accepted


@given(st.data())
def test_accepted_answers_are_accepted_again_unchanged(data: st.DataObject) -> None:
    form = data.draw(forms())
    accepted = check(form, data.draw(answers_to(form)))
    assert check(form, accepted) == accepted
    assert missing(form, accepted) == ()
    assert fits(form, accepted)


@given(st.data())
def test_answers_survive_canonical_bytes(data: st.DataObject) -> None:
    form = data.draw(forms())
    accepted = check(form, data.draw(answers_to(form)))
    assert canonical.decode(canonical.encode(accepted), Answers) == accepted


@given(form=forms(), raw=st.data())
def test_whatever_is_posted_is_either_accepted_or_refused_by_name(
    form: Questionnaire, raw: st.DataObject
) -> None:
    names = [name for question in form.questions() for name in fields.names(question)]
    values = st.lists(st.sampled_from(["o0", "o1", "1", "2", "-3.5", "１２", ""]) | st.text())
    posted = raw.draw(st.dictionaries(st.sampled_from(names), values))
    try:
        accepted, refused = read(form, posted), None
    except Refusal as refusal:
        accepted, refused = {}, refusal.code
    assert fits(form, accepted) if refused is None else refused.startswith("form.")


@pytest.mark.parametrize(
    ("question", "answer", "code"),
    [
        (SingleChoice(key="q", title="题", options=ABC), Choice(option="d"), "unknown_option"),
        (SingleChoice(key="q", title="题", options=ABC), Points(points=1), "malformed"),
        (
            MultipleChoice(key="q", title="题", options=ABC, most=2),
            Choices(options=("a", "b", "c")),
            "too_many",
        ),
        (
            MultipleChoice(key="q", title="题", options=ABC, least=2),
            Choices(options=("a",)),
            "too_few",
        ),
        (
            MultipleChoice(key="q", title="题", options=ABC),
            Choices(options=("a", "a")),
            "repeated",
        ),
        (Ranking(key="q", title="题", options=ABC), Order(options=("a", "b")), "too_few"),
        (
            Ranking(key="q", title="题", options=ABC, places=1),
            Order(options=("a", "b")),
            "too_many",
        ),
        (Ranking(key="q", title="题", options=ABC), Order(options=("a", "b", "b")), "repeated"),
        (Scale(key="q", title="题", low=0, high=100), Points(points=101), "out_of_range"),
        (Scale(key="q", title="题", low=0, high=100), Points(points=-1), "out_of_range"),
        (Number(key="q", title="题", high=Fraction(9)), Quantity(number="10"), "out_of_range"),
        (Number(key="q", title="题"), Quantity(number="1000000000000"), "not_a_number"),
        (Number(key="q", title="题", digits=1), Quantity(number="1.25"), "not_a_number"),
        (Number(key="q", title="题"), Quantity(number="1e3"), "not_a_number"),
        (Number(key="q", title="题"), Quantity(number="NaN"), "not_a_number"),
        (ShortText(key="q", title="题", longest=3), Words(words="一二三四"), "too_long"),
        (LongText(key="q", title="题"), Words(words=" \r\n\t"), "missing"),
    ],
)
def test_a_wrong_answer_is_refused_by_name_and_question(
    question: Question, answer: Answer, code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        check(a_poll(question), {"q": answer})
    assert refused.value.code == f"form.{code}"
    assert "题" in str(refused.value.data)


@pytest.mark.parametrize(
    ("question", "raw", "answer"),
    [
        (Scale(key="q", title="题", low=0, high=100), ["１００"], Points(points=100)),
        (Number(key="q", title="题", digits=2), ["００7．50"], Quantity(number="7.50")),
        (Number(key="q", title="题", digits=2), ["-0.00"], Quantity(number="0.00")),
        (
            MultipleChoice(key="q", title="题", options=ABC),
            ["c", "a"],
            Choices(options=("a", "c")),
        ),
        (
            LongText(key="q", title="题"),
            [" 路灯\r\n不亮\x00\u202e "],
            Words(words="路灯\n不亮"),
        ),
        (ShortText(key="q", title="题"), ["上寨\n村"], Words(words="上寨 村")),
    ],
)
def test_what_is_typed_is_kept_in_one_spelling(
    question: Question, raw: list[str], answer: Answer
) -> None:
    assert read(a_poll(question), {"q.q": raw}) == {"q": answer}


def test_places_make_an_order() -> None:
    form = a_poll(Ranking(key="q", title="题", options=ABC))
    raw = {"r.q.a": ["3"], "r.q.b": ["1"], "r.q.c": ["2"]}
    assert read(form, raw) == {"q": Order(options=("b", "c", "a"))}


@pytest.mark.parametrize("places", [("1", "1", "2"), ("1", "3", ""), ("0", "1", "2")])
def test_a_tie_or_a_gap_is_no_order(places: tuple[str, str, str]) -> None:
    form = a_poll(Ranking(key="q", title="题", options=ABC))
    raw = {f"r.q.{key}": [at] for key, at in zip("abc", places, strict=True)}
    with pytest.raises(Refusal) as refused:
        read(form, raw)
    assert refused.value.code == "form.repeated"


def test_two_radio_values_for_one_cell_are_refused() -> None:
    form = a_form()
    raw = fields.write(form, some_marks(form))
    raw["m.grades.finance.lawful"] = ["satisfied", "dissatisfied"]
    with pytest.raises(Refusal) as refused:
        read(form, raw)
    assert refused.value.code == "form.too_many"


def test_the_pages_own_fields_are_not_the_forms() -> None:
    form = a_form()
    marks = some_marks(form)
    raw = {**fields.write(form, marks), "slip": ["K7M4-92TX"], "version": ["1"]}
    assert read(form, raw) == marks


def test_every_open_cell_is_named_for_the_review_page() -> None:
    form = a_form()
    marks = some_marks(form, but={("land", "overall"): None, ("finance", "lawful"): None})
    gaps = missing(form, filled(form, fields.write(form, marks)))
    assert [(gap.subject_label, gap.indicator_label) for gap in gaps] == [
        ("镇财政所", "依法履职、依法行政情况"),
        ("镇自然资源所", "总体评价"),
    ]
    with pytest.raises(Refusal) as refused:
        check(form, marks)
    assert refused.value.data["questions"] == (
        "镇财政所“依法履职、依法行政情况”",
        "镇自然资源所“总体评价”",
    )


def test_blanks_are_taken_where_the_plan_allows_them() -> None:
    form = a_form(required=False)
    blank = check(form, {})
    assert blank == some_marks(form, None)


def test_over_marking_is_refused_at_the_door_and_fits_a_ballot_from_paper() -> None:
    form = a_form()
    marks = some_marks(form, but={("land", "overall"): ("dissatisfied", "satisfied")})
    assert fits(without_texts(form), marks)
    with pytest.raises(Refusal) as refused:
        check(form, marks)
    assert refused.value.code == "form.too_many"


def test_a_blank_cell_fits_a_ballot_from_paper() -> None:
    form = a_form()
    assert fits(form, some_marks(form, None))


@pytest.mark.parametrize(
    "marks",
    [
        {"post-office": {"lawful": "satisfied"}},
        {"finance": {"beauty": "satisfied"}},
        {"finance": {"lawful": "splendid"}},
        {"finance": {"lawful": ("satisfied",)}},
        {"finance": {"lawful": ("satisfied", "satisfied")}},
    ],
)
def test_a_mark_the_form_does_not_have_fits_nowhere(marks: dict[str, dict[str, str]]) -> None:
    assert not fits(a_form(), {"grades": msgspec.convert({"type": "marks", "marks": marks}, Marks)})


def test_an_unknown_question_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        check(a_form(required=False), {"salary": Points(points=1)})
    assert refused.value.code == "form.unknown_question"


KNOWN = SingleChoice(key="known", title="办过事吗", options=ABC)
HIDDEN = Scale(
    key="points",
    title="打几分",
    low=0,
    high=10,
    show_if=Chosen(question="known", options=("a",)),
)


def test_what_was_left_in_a_hidden_question_is_dropped_right_or_wrong() -> None:
    form = a_poll(KNOWN, HIDDEN)
    assert read(form, {"q.known": ["b"], "q.points": ["99 分"]}) == {"known": Choice(option="b")}
    answers: Answers = {"known": Choice(option="b"), "points": Points(points=99)}
    assert check(form, answers) == {"known": Choice(option="b")}
    assert not fits(form, answers)


def test_a_required_question_is_asked_for_only_where_it_is_shown() -> None:
    form = a_poll(KNOWN, HIDDEN)
    gaps = missing(form, {"known": Choice(option="a")})
    assert [gap.question for gap in gaps] == ["points"]
    assert missing(form, {"known": Choice(option="b")}) == ()


def test_a_million_digits_are_refused_without_being_read_as_a_number() -> None:
    form = a_poll(Scale(key="q", title="题", low=0, high=10))
    with pytest.raises(Refusal) as refused:
        read(form, {"q.q": ["9" * 1_000_000]})
    assert refused.value.code == "form.not_a_number"


def test_more_of_one_grade_than_the_quota_allows_is_refused_at_the_door() -> None:
    form = a_form(quota=Quota("satisfied", 3))
    some = {("finance", "overall"): "dissatisfied"}
    marked = next(form.matrices()).indicators
    three = {("finance", indicator.key): "dissatisfied" for indicator in marked}
    assert check(form, some_marks(form, but=three))
    with pytest.raises(Refusal) as refused:
        check(form, some_marks(form, but=some))
    assert refused.value.code == "form.over_quota"
    assert (refused.value.data["most"], refused.value.data["chosen"]) == (3, 4)
    assert fits(form, some_marks(form))

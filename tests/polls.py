"""Polls for tests: a form of twenty questions of every kind, a short one, their manifests."""

from fractions import Fraction
from typing import Any

import msgspec

from surveys.ballots.ballot import Ballot
from surveys.ballots.enclose import longest_enclosure
from surveys.electorate.roll import WeightingGroup
from surveys.keys import WHOLE, GroupKey
from surveys.manifest import PROTOCOL, Custody, Secrecy, SlipCount
from surveys.poll import (
    EVERYBODY,
    SMALLEST_CELL,
    Entry,
    Frame,
    Holder,
    PollManifest,
    PollPlan,
    Share,
    Stratum,
)
from surveys.questionnaire.answer import Answers
from surveys.questionnaire.conditions import All, Answered, AtMost, Chosen, Not
from surveys.questionnaire.form import Questionnaire, Section
from surveys.questionnaire.questions import (
    GradeMatrix,
    Indicator,
    LongText,
    MultipleChoice,
    Number,
    Option,
    Question,
    Ranking,
    Scale,
    ShortText,
    SingleChoice,
    Subject,
)

POLL = "poll-2026"
VILLAGES = (
    WeightingGroup(key="upper", label="上寨村第一小组"),
    WeightingGroup(key="lower", label="下寨村第二小组"),
)
_GRADES = (
    Option(key="satisfied", label="满意"),
    Option(key="fairly_satisfied", label="基本满意"),
    Option(key="dissatisfied", label="不满意"),
)


def options(**labels: str) -> tuple[Option, ...]:
    """Options by key."""
    return tuple(Option(key=key, label=label) for key, label in labels.items())


YES_NO = options(yes="是", no="否")


def _yes_no(key: str, title: str, **more: Any) -> SingleChoice:
    return SingleChoice(key=key, title=title, options=YES_NO, **more)


def _about_you() -> tuple[Question, ...]:
    return (
        _yes_no("lives", "您常年住在村里吗"),
        Number(
            key="years", title="您在本镇住了几年", low=Fraction(0), high=Fraction(120), unit="年"
        ),
        _yes_no("visited", "今年去过便民服务中心吗"),
        MultipleChoice(
            key="errands",
            title="办过哪些事",
            options=options(social="社保", land="土地", license="证照", other="其他"),
            most=3,
            show_if=Chosen(question="visited", options=("yes",)),
        ),
        ShortText(
            key="which",
            title="其他是什么事",
            show_if=Chosen(question="errands", options=("other",)),
        ),
        Scale(
            key="speed",
            title="办事快不快",
            low=1,
            high=5,
            low_label="很慢",
            high_label="很快",
            show_if=Chosen(question="visited", options=("yes",)),
        ),
        LongText(
            key="slow",
            title="慢在哪里",
            required=False,
            show_if=AtMost(question="speed", value=Fraction(2)),
        ),
        _yes_no("why", "不去，是因为路远吗", show_if=Chosen(question="visited", options=("no",))),
    )


def _about_the_village() -> tuple[Question, ...]:
    works = options(road="修路", water="供水", lamp="路灯", drain="排水")
    return (
        Ranking(key="first", title="最该先办哪三件", options=works, places=3),
        Scale(key="points", title="给村里的环境打分", low=0, high=100),
        _yes_no("lamps", "您家门前有路灯吗"),
        _yes_no(
            "lit",
            "路灯亮吗",
            show_if=All(
                of=(Chosen(question="lamps", options=("yes",)), Answered(question="lives"))
            ),
        ),
        Number(key="dark", title="一个月有几晚不亮", digits=1, low=Fraction(0), high=Fraction(31),
               show_if=Chosen(question="lit", options=("no",)), unit="晚"),
        MultipleChoice(key="news", title="从哪里知道村里的事", options=options(
            board="公示栏", phone="微信群", talk="开会", none="不知道"), required=False),
        _yes_no("meeting", "今年开过村民会议吗"),
        ShortText(key="asked", title="您提过什么意见", required=False,
                  show_if=Not(of=Chosen(question="meeting", options=("no",)))),
    )  # fmt: skip


def _about_offices() -> tuple[Question, ...]:
    return (
        GradeMatrix(
            key="offices",
            title="您对这两个部门满意吗",
            subjects=(
                Subject(key="finance", label="镇财政所"),
                Subject(key="land", label="镇自然资源所"),
            ),
            indicators=(
                Indicator(key="service", label="服务态度"),
                Indicator(key="honesty", label="廉洁自律"),
            ),
            grades=_GRADES,
        ),
        SingleChoice(
            key="change",
            title="比去年怎么样",
            options=options(better="好一些", same="差不多", worse="差一些", unknown="说不清"),
        ),
        Scale(key="trust", title="您信不信提了意见有人管", low=1, high=5),
        LongText(key="else", title="还有什么要说的", required=False),
    )


def a_poll_form(**changes: Any) -> Questionnaire:
    """Twenty questions of every kind, some asked only after certain answers."""
    form = Questionnaire(
        title="老厂镇民生问卷",
        sections=(
            Section(key="you", title="您和办事", questions=_about_you()),
            Section(key="village", title="村里的事", questions=_about_the_village()),
            Section(key="offices", title="部门", questions=_about_offices()),
        ),
    )
    return msgspec.structs.replace(form, **changes)


def a_short_poll_form() -> Questionnaire:
    """One choice, one scale, one ranking, one number, one text."""
    questions = (
        _yes_no("visited", "今年去过便民服务中心吗"),
        Scale(
            key="speed",
            title="办事快不快",
            low=1,
            high=5,
            show_if=Chosen(question="visited", options=("yes",)),
        ),
        Ranking(
            key="first",
            title="先办哪件",
            options=options(road="修路", water="供水", lamp="路灯"),
            places=2,
        ),
        Number(key="days", title="用了几天", digits=1, required=False),
        LongText(key="else", title="还有什么要说的", required=False),
    )
    return Questionnaire(
        title="便民服务问卷", sections=(Section(key="all", title="", questions=questions),)
    )


def a_poll_plan(**changes: Any) -> PollPlan:
    """Cards to every household of two villages."""
    form: Questionnaire = changes.pop("form", a_short_poll_form())
    plan = PollPlan(
        title=form.title,
        form=form,
        entry=Entry.CARDS,
        shares=tuple(Share(each.key, each.label, 30) for each in VILLAGES),
    )
    return msgspec.structs.replace(plan, **changes)


def a_poll_manifest(**changes: Any) -> PollManifest:
    """Thirty households in each of two villages, a card each."""
    form: Questionnaire = changes.get("form") or a_short_poll_form()
    manifest = PollManifest(
        protocol=PROTOCOL,
        town="laochang",
        congress="老厂镇人民代表大会主席团",
        survey=POLL,
        title=form.title,
        secrecy=Secrecy.SERVER_SEALED,
        custody=Custody.SYSTEM,
        form=form,
        groups=VILLAGES,
        entry=Entry.CARDS,
        slips=tuple(SlipCount(each.key, WHOLE, 30) for each in VILLAGES),
        frame=Frame(
            holder=Holder.HOUSEHOLD, strata=tuple(Stratum(each.key, 30, 30) for each in VILLAGES)
        ),
        minimum=SMALLEST_CELL,
        box_key="04" + "b" * 128,
        receipt_key="c" * 64,
        padded=longest_enclosure(form),
        frozen_at="2026-11-20T09:30:00+08:00",
    )
    return msgspec.structs.replace(manifest, **changes)


def an_open_manifest(**changes: Any) -> PollManifest:
    """The same for whoever has the address."""
    everybody = {"entry": Entry.OPEN_LINK, "groups": (EVERYBODY,), "slips": (), "frame": None}
    return a_poll_manifest(**{**everybody, **changes})


def a_poll_ballot(answers: Answers, *, number: int = 1, group: GroupKey = "upper") -> Ballot:
    """A ballot of a poll; `number` makes its nonce."""
    return Ballot(survey=POLL, group=group, unit=WHOLE, answers=answers, nonce=f"{number:032x}")

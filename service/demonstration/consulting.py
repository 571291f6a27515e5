"""A consultation (意见征询) before the evaluation: opinions come, are handled, are answered."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

import httpx
import msgspec

from service.boards.consultations import drafting, reviewing, running, store
from service.boards.consultations.drafting import Draft
from service.clock import now
from service.database import transaction
from service.demonstration.phones import PATIENCE
from service.demonstration.story import Play, Stagehands, act, wait_for
from service.dossier.deeds import Deed, new_key
from surveys.consultation.consultation import Consultation, Department, Naming, Section
from surveys.consultation.course import Stage
from surveys.consultation.review import (
    Accepted,
    Entry,
    Forwarded,
    Merged,
    Redacted,
    Replied,
    SetAside,
)

TITLE: Final = "部门工作评议征求意见"
TRIAL: Final = "部门工作评议征求意见（试填）"
DAYS: Final = timedelta(days=7)
"""Announced length; it is closed before."""
_CODE: Final = re.compile(r'name="code" value="([0-9A-Z-]{19})"')

SECTIONS: Final = (
    Section(
        "roads",
        "一、道路养护",
        "每季度对通村道路养护一次，雨季前清理边沟；损坏严重的路段年内修复。",
    ),
    Section("lamps", "二、路灯", "三年内把路灯装到各村民小组，由各小组确定点位并负责日常看护。"),
)

OPINIONS: Final[tuple[Mapping[str, str], ...]] = (
    {"roads": "坡头村那段路一下雨就过不去车，请先修。"},
    {"roads": "坡头到河边的路，雨天不能走。", "lamps": "装了要有人修。"},
    {"lamps": "学校门口先装，孩子晚上回家看不见。"},
    {"ziran": "宅基地申请交上去四个月没有回音。"},
    {"ziran": "我叫王小明，家后面的边坡反映过两次，请派人看看。", "caizheng": "补贴发得及时。"},
    {"nongye": "希望农技员春耕前下村讲一次。"},
    {"shehui": "临时救助办得快。"},
    {"caizheng": "报账要跑几趟，能不能一次讲清要带什么。"},
    {"nongye": "好。"},
)
"""What each sender writes, by subject."""


def steps(today: date) -> dict[str, tuple[Entry, ...]]:
    """What the secretary does with each; what is not here says the same as the first."""
    return {
        "坡头村那段路一下雨就过不去车，请先修。": (Accepted(),),
        "装了要有人修。": (Accepted(),),
        "学校门口先装，孩子晚上回家看不见。": (Accepted(),),
        "宅基地申请交上去四个月没有回音。": (
            Forwarded(to="镇自然资源所", on=today.isoformat()),
            Replied(reply="宅基地申请实行限时办结，20个工作日内答复；这一件已派人上门核实。"),
        ),
        "我叫王小明，家后面的边坡反映过两次，请派人看看。": (
            Redacted(words="有的住户屋后边坡有隐患，反映过两次，请派人查看。", reason="隐去姓名"),
        ),
        "补贴发得及时。": (Accepted(),),
        "希望农技员春耕前下村讲一次。": (
            Forwarded(to="镇农业农村服务中心", on=today.isoformat()),
            Replied(reply="已排入下村计划，春耕前每个村委会至少一次。"),
        ),
        "临时救助办得快。": (Accepted(),),
        "报账要跑几趟，能不能一次讲清要带什么。": (Accepted(),),
        "好。": (SetAside(reason="没有具体内容"),),
    }


async def consult(hands: Stagehands, play: Play, evaluation: str) -> None:
    """Ask for opinions about the departments, publish what was said and what was answered."""
    survey = new_key()
    deed, plan = _deed(play, survey), _plan(play)
    hands.tell(f"意见征询“{plan.title}”，收到 {len(OPINIONS)} 人的意见，逐条处理，印汇总")
    await act(
        hands,
        lambda conn: drafting.draft(conn, deed, Draft(plan, deed.now + DAYS, evaluation)),
        lambda conn: running.open_consultation(conn, deed),
    )
    await _write_in(hands, survey)
    await act(hands, lambda conn: running.close_consultation(conn, _deed(play, survey)))
    await _review(hands, play, survey)
    await act(hands, lambda conn: running.ask_to_digest(conn, _deed(play, survey)))

    async def printed() -> bool:
        async with transaction(hands.registrar) as conn:
            row = await store.find(conn, play.town, survey)
        return row.stage is Stage.DIGESTED

    await wait_for(hands, play, survey, printed)
    await act(hands, lambda conn: running.publish(conn, _deed(play, survey)))
    hands.tell(f"意见汇总　{hands.settings.public_address}/c/{survey}")


async def leave_open(hands: Stagehands, play: Play) -> str:
    """Begin another and leave it open, for whoever wants to try."""
    survey = new_key()
    deed = _deed(play, survey)
    plan = msgspec.structs.replace(_plan(play), title=TRIAL)
    await act(
        hands,
        lambda conn: drafting.draft(conn, deed, Draft(plan, deed.now + DAYS, None)),
        lambda conn: running.open_consultation(conn, deed),
    )
    return survey


def _plan(play: Play) -> Consultation:
    departments = (Department(each.key, each.label) for each in play.plan.appraisees)
    return Consultation(
        title=TITLE,
        lead="主席团将召开会议测评镇属部门的工作，会前征求大家的意见。",
        subjects=(*SECTIONS, *departments),
        naming=Naming.OPEN,
    )


async def _write_in(hands: Stagehands, survey: str) -> None:
    """Each sender opens the page and sends what they filled in."""
    page = f"/c/{survey}"
    async with httpx.AsyncClient(base_url=hands.address, timeout=PATIENCE) as client:
        for words in OPINIONS:
            found = _CODE.search((await client.get(page)).text)
            assert found is not None, "the page carries a code"
            fields = {f"w.{subject}": said for subject, said in words.items()}
            sent = await client.post(page, data={"code": found[1], **fields})
            sent.raise_for_status()


async def _review(hands: Stagehands, play: Play, survey: str) -> None:
    """Every opinion gets its step; one that says the same is merged into the first."""
    taken = steps(now().date())
    async with transaction(hands.registrar) as conn:
        for each in await store.read_opinions.all(conn, play.town, survey):
            for step in taken.get(each.words, (Merged(1),)):
                await reviewing.review(conn, _deed(play, survey), each.number, step)


def _deed(play: Play, survey: str) -> Deed:
    return Deed(town=play.town, survey=survey, actor=play.company.secretary, now=now())

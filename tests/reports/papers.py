"""Every paper of a sample town, written from the same two results: for tests and for looking at."""

from collections.abc import Callable
from functools import partial

import msgspec

from reports.document import Document
from reports.wording.rules import say_rules
from reports.writing.board import write_board
from reports.writing.circular import write_circular
from reports.writing.dispatch import Dispatch
from reports.writing.genres import Genre, write_result
from reports.writing.mending import Deadlines
from reports.writing.notice import write_notice
from reports.writing.opinion import write_opinion
from reports.writing.own_report import write_own_report
from reports.writing.paper_ballot import Serial, write_paper_ballot
from reports.writing.poll_report import write_poll_report
from reports.writing.posting import write_posting
from reports.writing.rectification import Findings, write_rectification, write_reply
from reports.writing.roll_sheets import Meeting, write_roll, write_sign_in
from reports.writing.rule_paper import write_rule_paper
from reports.writing.tally_sheet import write_tally_sheet
from reports.writing.years import Course, Published, write_years
from surveys.appraisal.plan import Appraisee, AppraiseeClass
from surveys.electorate.roll import Roll
from surveys.keys import WHOLE
from surveys.manifest import Manifest
from surveys.rules.aftermath import Consequence, Term
from surveys.tally.conclusion import Attendance
from surveys.tally.results import Cards, Doors, Paper, Result, SignedIn, StampCount
from tests.builders import a_roll
from tests.people import LI, SUN, ZHAO
from tests.polls import an_open_manifest
from tests.reports.cases import LAOCHANG, count_votes, laochang_count, laochang_manifest, published
from tests.reports.poll_cases import the_poll, the_poll_result
from tests.reports.real_notices import nanxiong, zhanyi, zhenhai

AT = "2026-11-20T11:00:00+08:00"
PRINT = "ab12" * 16
OFFICE = "老厂镇人民代表大会主席团办公室"
PROBLEMS = (
    "窗口办理宅基地审批超过承诺的20个工作日，群众多次往返。",
    "代表建议答复以后没有回访，4件建议只答复不落实。",
    "政务公开栏半年没有更新。",
)
COMMENTS = (
    "办事窗口中午没有人，建议轮流值班。",
    "宅基地测量排队时间太长，希望能预约。",
    "下乡次数比去年多了，值得肯定。",
)
SITE = "https://rd.laochang.example"


def town() -> tuple[Manifest, Result]:
    """老厂镇 2026, with consequences for two of the grades."""
    manifest = laochang_manifest()
    consequences = (
        Consequence(
            action="限期整改", grade="基本满意", due=Term(months=3), notify=("县人大常委会",)
        ),
        Consequence(action="限期整改", grade="不满意", due=Term(months=3), retest=True),
    )
    rules = msgspec.structs.replace(manifest.rules, consequences=consequences)
    result = published(laochang_count(), at=AT, approved_by="主席团第12次会议")
    return msgspec.structs.replace(manifest, rules=rules), result


def sent(number: str = "", **changes: object) -> Dispatch:
    """By the office of the presidium, on the day of the result."""
    ready = Dispatch(
        dated=AT,
        number=number,
        copies=("镇党委", "县人大常委会", "县自然资源局"),
        printed_by=OFFICE,
    )
    return msgspec.structs.replace(ready, **changes)


def roll() -> Roll:
    """46 deputies, three of them the named cast."""
    plain = a_roll()
    return msgspec.structs.replace(plain, people=(ZHAO, SUN, LI, *plain.people[3:]))


def notice() -> Document:
    manifest, result = town()
    return write_notice(
        manifest,
        result,
        rule_words=say_rules(manifest.rules),
        fingerprint=PRINT,
        number="第3号",
    )


def circular() -> Document:
    manifest, result = town()
    dispatch = sent("老人大发〔2026〕3号", addressee="镇人民政府，各有关部门")
    return write_circular(manifest, result, fingerprint=PRINT, dispatch=dispatch)


def posting() -> Document:
    return write_posting(*town(), fingerprint=PRINT, dispatch=sent())


def opinion() -> Document:
    manifest, result = town()
    return write_opinion(
        manifest,
        result,
        "land",
        dispatch=sent("老人大发〔2026〕5号"),
        deadlines=Deadlines(plan="2026-12-05", report="2027-02-20"),
    )


def own_report() -> Document:
    return write_own_report(course(), "land", comments=COMMENTS, dispatch=sent())


def course() -> Course:
    """老厂镇 2026, the two years before it counted alike, and one counted by another rule."""
    manifest, result = town()
    other = msgspec.structs.replace(manifest.rules, rungs=manifest.rules.rungs[-2:])
    return Course(
        Published(manifest, result),
        (
            _year(msgspec.structs.replace(manifest, rules=other), "2023-11-16", LAOCHANG),
            _year(manifest, "2024-11-14", LAOCHANG | {"land": (15, 14, 10, 3)}),
            _year(manifest, "2025-11-19", LAOCHANG | {"land": (18, 12, 10, 2)}),
        ),
    )


def _year(manifest: Manifest, day: str, votes: dict[str, tuple[int, ...]]) -> Published:
    hours = f"{day}T09:30:00+08:00", f"{day}T10:10:00+08:00"
    attendance = Attendance(
        present=43, voided={"deputies": {WHOLE: 8}}, opened_at=hours[0], closed_at=hours[1]
    )
    return Published(manifest, published(count_votes(manifest, votes, attendance), at=hours[1]))


def years() -> Document:
    return write_years(course(), dispatch=sent())


def rectification() -> Document:
    manifest, result = town()
    dispatch = sent("老人大发〔2026〕6号")
    findings = Findings(PROBLEMS, Deadlines(plan="2026-12-05", report="2027-02-20"))
    return write_rectification(manifest, result, "land", findings=findings, dispatch=dispatch)


def reply() -> Document:
    manifest, _ = town()
    return write_reply(
        manifest,
        "land",
        findings=Findings(PROBLEMS),
        dispatch=Dispatch("2027-02-18T09:00:00+08:00"),
    )


def rule_paper() -> Document:
    manifest, _ = town()
    return write_rule_paper(manifest.rules, congress=manifest.congress, dispatch=sent())


def sign_in() -> Document:
    return write_sign_in(roll(), _meeting())


def roll_sheet() -> Document:
    return write_roll(roll(), _meeting(), names={"finance": "镇财政所"})


def _meeting() -> Meeting:
    manifest, _ = town()
    return Meeting(manifest.congress, manifest.title, AT, place="镇政府三楼会议室")


def poll_report() -> Document:
    manifest = the_poll()
    comments = {"slow": ("中午没有人。", "要跑三趟。")}
    return write_poll_report(
        manifest,
        the_poll_result(manifest),
        fingerprint=PRINT,
        dispatch=sent("老人大发〔2026〕4号"),
        comments=comments,
    )


def open_poll_report() -> Document:
    manifest = an_open_manifest()
    return write_poll_report(
        manifest, the_poll_result(manifest), fingerprint=PRINT, dispatch=sent()
    )


def tally_sheet() -> Document:
    manifest, result = town()
    return write_tally_sheet(manifest, result.count, address=f"{SITE}/results/laochang-2026")


def paper_ballot() -> Document:
    manifest, _ = town()
    return write_paper_ballot(
        manifest.form, congress=manifest.congress, dated=AT, rules=manifest.rules
    )


def numbered_ballots() -> Document:
    manifest, _ = town()
    serials = tuple(Serial(f"{at:04}", f"{SITE}/p/{at:04}") for at in range(1, 3))
    return write_paper_ballot(
        manifest.form,
        congress=manifest.congress,
        dated=AT,
        rules=manifest.rules,
        serials=serials,
    )


def poll_ballot() -> Document:
    manifest = the_poll()
    return write_paper_ballot(manifest.form, congress=manifest.congress, dated=AT)


def board() -> Document:
    return write_board(*town(), address=f"{SITE}/results/laochang-2026")


def real_zhanyi() -> Document:
    dispatch = Dispatch("2019-12-26T11:00:00+08:00", number="第60号")
    return write_result(*zhanyi(), genre=Genre.NOTICE, fingerprint=PRINT, dispatch=dispatch)


def real_nanxiong() -> Document:
    dispatch = Dispatch("2019-08-22T11:00:00+08:00")
    return write_result(*nanxiong(), genre=Genre.CIRCULAR, fingerprint=PRINT, dispatch=dispatch)


def real_zhenhai() -> Document:
    dispatch = Dispatch("2022-11-25T11:00:00+08:00")
    return write_result(*zhenhai(), genre=Genre.POSTING, fingerprint=PRINT, dispatch=dispatch)


OFFICIAL: dict[str, Callable[[], Document]] = {
    "notice": notice,
    "circular": circular,
    "posting": posting,
    "opinion": opinion,
    "own-report": own_report,
    "years": years,
    "rectification": rectification,
    "reply": reply,
    "rules": rule_paper,
    "sign-in": sign_in,
    "roll": roll_sheet,
    "poll-report": poll_report,
    "open-poll-report": open_poll_report,
    "zhanyi-2019": real_zhanyi,
    "nanxiong-2019": real_nanxiong,
    "zhenhai-2022": real_zhenhai,
}
"""On official paper, GB/T 9704-2012."""


def crowded_tally(departments: int) -> Document:
    """So many departments, every door, a key in shares and a machine that co-signs."""
    count, every = laochang_count(), range(departments)
    meeting = msgspec.structs.replace(
        count.meeting, printed=50, voided=8, issued=42, returned=40, valid=39,
        spoiled={"unreadable": 1}, doors=Doors(Cards(8, 2), SignedIn(36, 4, 1), Paper(6, 5, 4, 1)),
    )  # fmt: skip
    keys = [f"d{number}" for number in every]
    manifest = msgspec.structs.replace(
        laochang_manifest(),
        cosigners=(LI,),
        appraisees=tuple(
            Appraisee(key, f"镇{key}农业农村服务中心", AppraiseeClass.TOWN) for key in keys
        ),
    )
    told = msgspec.structs.replace(
        count,
        meeting=meeting,
        appraisees=tuple(
            msgspec.structs.replace(count.appraisees[0], appraisee=key) for key in keys
        ),
        stamps=(StampCount("deputies", WHOLE, eligible=42, inner=42, outer=42, sealed=40),),
    )
    return write_tally_sheet(manifest, told, address=f"{SITE}/verify.html", opening=PRINT)


FORMS: dict[str, Callable[[], Document]] = {
    "tally-sheet": tally_sheet,
    "tally-of-ten": partial(crowded_tally, 10),
    "tally-of-thirty": partial(crowded_tally, 30),
    "paper-ballot": paper_ballot,
    "numbered-ballots": numbered_ballots,
    "poll-ballot": poll_ballot,
    "board": board,
}
"""To fill in by hand, or to hang up."""

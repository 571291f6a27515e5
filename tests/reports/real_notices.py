"""Three votes that were really held, counted again from the figures that were published.

沾益 2019 (公告第60号): 28 forms for each of three suggestions.
镇海 2022: 29 present; how many members there are was not published, so these 29 are taken for all,
which is one of the numbers for which the published grades hold.
南雄 2019: 26 votes for one unit, which did not pass. The circular of 2024 gave no votes we know of,
so its form is filled with these.
"""

import json
from pathlib import Path
from typing import Any

from surveys.appraisal.form import ballot_form
from surveys.appraisal.plan import Appraisee, Plan
from surveys.appraisal.presets import THREE
from surveys.keys import WHOLE
from surveys.manifest import Manifest, Secrecy, SlipCount
from surveys.questionnaire.questions import Indicator
from surveys.rules.fitting import fit
from surveys.rules.presets import preset
from surveys.tally.conclusion import Attendance
from surveys.tally.results import Result
from tests.builders import a_manifest
from tests.reports.cases import count_votes, published

_DATA = Path(__file__).parents[1] / "data" / "worked-examples.json"
_GRADES = ("满意", "基本满意", "不满意")


def published_figures(prefix: str) -> list[dict[str, Any]]:
    """The rows of one vote."""
    examples = json.loads(_DATA.read_text("utf-8"))["examples"]
    return [example for example in examples if example["id"].startswith(prefix)]


def zhanyi() -> tuple[Manifest, Result]:
    manifest = _manifest(
        "zhanyi", "returned-rates", "沾益区人大常委会", "代表建议办理情况满意度测评", "department"
    )
    return manifest, _result(manifest, "zhanyi", "2019-12-26", present=28)


def zhenhai() -> tuple[Manifest, Result]:
    manifest = _manifest(
        "zhenhai", "roster-majority", "镇海区人大常委会", "民生实事项目满意度测评", "item"
    )
    return manifest, _result(manifest, "zhenhai", "2022-11-25", present=29)


def nanxiong() -> tuple[Manifest, Result]:
    manifest = _manifest(
        "nanxiong", "cast-half", "南雄市人大常委会", "专项工作评议测评", "department"
    )
    return manifest, _result(manifest, "nanxiong", "2019-08-22", present=26)


def _manifest(prefix: str, rules: str, congress: str, title: str, naming: str) -> Manifest:
    rows = published_figures(prefix)
    appraisees = tuple(Appraisee(key=row["id"], label=row[naming]) for row in rows)
    plan = Plan(
        title=title,
        appraisees=appraisees,
        indicators=(Indicator(key="overall", label="总体评价", overall=True),),
        grades=THREE,
        remarks=False,
    )
    present = sum(rows[0]["counts"].values())
    return a_manifest(
        congress=congress,
        title=title,
        secrecy=Secrecy.SEALED if prefix == "zhenhai" else Secrecy.SERVER_SEALED,
        form=ballot_form(plan),
        appraisees=appraisees,
        rules=fit(preset(rules), plan),
        slips=(SlipCount(group="members", unit=WHOLE, printed=present),),
        entitled=present,
    )


def _result(manifest: Manifest, prefix: str, day: str, *, present: int) -> Result:
    votes = {
        row["id"]: tuple(row["counts"][grade] for grade in _GRADES)
        for row in published_figures(prefix)
    }
    attendance = Attendance(
        present=present,
        opened_at=f"{day}T09:30:00+08:00",
        closed_at=f"{day}T09:45:00+08:00",
    )
    count = count_votes(manifest, votes, attendance, group="members")
    return published(count, at=f"{day}T11:00:00+08:00")

"""Plans a town can start from: indicators and grades seen in real appraisals, with the source."""

from typing import Final

from surveys.appraisal.plan import Appraisee, Plan
from surveys.keys import Key, Label
from surveys.questionnaire.questions import Indicator, Option
from surveys.values import Value

SATISFIED: Final = Option(key="satisfied", label="满意")
FAIRLY_SATISFIED: Final = Option(key="fairly_satisfied", label="基本满意")
DISSATISFIED: Final = Option(key="dissatisfied", label="不满意")
UNFAMILIAR: Final = Option(key="unfamiliar", label="不了解")
ABSTAIN: Final = Option(key="abstain", label="弃权")

THREE: Final = (SATISFIED, FAIRLY_SATISFIED, DISSATISFIED)
"""三档. Nothing to tick for somebody who does not know the department."""

THREE_AND_UNFAMILIAR: Final = (*THREE, UNFAMILIAR)
"""三档 and 不了解, so that nobody has to grade what they do not know."""

SCALES: Final[dict[Key, tuple[Option, ...]]] = {
    "three": THREE,
    "three-unfamiliar": THREE_AND_UNFAMILIAR,
    "three-unfamiliar-abstain": (*THREE_AND_UNFAMILIAR, ABSTAIN),
    "three-abstain": (*THREE, ABSTAIN),
    "two": (SATISFIED, DISSATISFIED),
}

OVERALL: Final = Indicator(key="overall", label="总体评价", overall=True)


class Preset(Value, frozen=True):
    """What a plan takes over; appraisees and title are the town's own."""

    key: Key
    label: Label
    indicators: tuple[Indicator, ...]
    grades: tuple[Option, ...]
    source: str
    """Where the indicators were seen; empty for our own."""


def draft(preset: Preset, *, title: str, appraisees: tuple[Appraisee, ...]) -> Plan:
    """Start a plan; everything in it may still be changed.

    >>> draft(PRESETS["beijie"], title="站所评议", appraisees=()).indicators[0].label
    '政策法规'
    """
    return Plan(
        title=title,
        appraisees=appraisees,
        indicators=preset.indicators,
        grades=preset.grades,
    )


def _indicators(**labels: str) -> tuple[Indicator, ...]:
    return tuple(Indicator(key=key, label=label) for key, label in labels.items())


_LAOCHANG: Final = Preset(
    key="laochang",
    label="老厂镇八项指标",
    indicators=(
        *_indicators(
            lawful="依法履职、依法行政情况",
            resolutions="执行人大决议决定情况",
            suggestions="办理代表建议、批评和意见情况",
            service="服务群众、办事效率情况",
            revitalisation="落实乡村振兴重点任务情况",
            openness="政务公开、接受监督情况",
            integrity="廉洁自律、作风建设情况",
            rectification="对上年评议意见的整改情况",
        ),
        OVERALL,
    ),
    grades=THREE_AND_UNFAMILIAR,
    source="",
)

_WENSHAN: Final = Preset(
    key="wenshan",
    label="文山州六项",
    indicators=(
        *_indicators(
            party_line="贯彻党的路线方针政策",
            laws="实施法律法规",
            decisions="贯彻州委、州政府决策",
            resolutions="执行人大决议决定与审议意见、办理议案建议",
            duties="近三年依法履职",
            concerns="解决群众重点、难点、热点问题",
        ),
        OVERALL,
    ),
    grades=THREE,
    source="文山州人大 2020，http://www.ynrd.gov.cn/html/2020/gedirenda_1104/9870.html",
)

_BEIJIE: Final = Preset(
    key="beijie",
    label="北界镇五项",
    indicators=(
        *_indicators(
            laws="政策法规",
            duties="工作职责",
            service="为民服务",
            style="工作作风",
            integrity="勤政廉洁",
        ),
        OVERALL,
    ),
    grades=THREE,
    source="北界镇等三乡镇 2025，ynlss.com/art/2025/9/18/art_1229365218_2569510.html",
)

_GAOLOU: Final = Preset(
    key="gaolou",
    label="高楼镇五项",
    indicators=(
        *_indicators(
            lawful="依法行政",
            duties="履行职责",
            supervision="接受监督",
            suggestions="建议办理",
            service="为民服务",
        ),
        OVERALL,
    ),
    grades=THREE,
    source="瑞安市高楼镇，http://www.rard.gov.cn/show.php?id=6212",
)

_OVERALL_THREE: Final = Preset(
    key="overall-three",
    label="只评总体·三档",
    indicators=(OVERALL,),
    grades=THREE,
    source="曲靖市沾益区人大常委会公告第60号（2019），https://zy.qjrd.gov.cn/sitezy/contents/85/1364.html",
)

_OVERALL_FOUR: Final = Preset(
    key="overall-unfamiliar",
    label="只评总体·三档加不了解",
    indicators=(OVERALL,),
    grades=THREE_AND_UNFAMILIAR,
    source="",
)

PRESETS: Final[dict[Key, Preset]] = {
    preset.key: preset
    for preset in (_LAOCHANG, _WENSHAN, _BEIJIE, _GAOLOU, _OVERALL_THREE, _OVERALL_FOUR)
}

"""Any chart becomes its picture."""

from typing import TypeAlias

from reports.charts.answers import Answers, draw_answers
from reports.charts.bars import GradeBars, draw_bars
from reports.charts.heat import Heat, draw_heat
from reports.charts.ranks import Ranks, draw_ranks
from reports.charts.scores import Scores, draw_scores
from reports.charts.svg import NARROW, Part, frame
from reports.charts.telling import describe
from reports.charts.trend import Trend, draw_trend
from reports.charts.turnout import Turnout, draw_turnout

Chart: TypeAlias = Answers | GradeBars | Scores | Ranks | Heat | Trend | Turnout


def draw(chart: Chart, *, alternative: str = "", line: int = NARROW) -> str:
    """The SVG, ready to stand in a page; `alternative` says what it shows.

    `line`: half letters across the narrowest page it may stand on.
    """
    return frame(_part(chart, line), alternative or describe(chart), name=_name(chart))


def _part(chart: Chart, line: int) -> Part:
    match chart:
        case Answers():
            return draw_answers(chart, line)
        case GradeBars():
            return draw_bars(chart, line)
        case Scores():
            return draw_scores(chart, line)
        case Ranks():
            return draw_ranks(chart, line)
        case Heat():
            return draw_heat(chart)
        case Trend():
            return draw_trend(chart)
        case Turnout():
            return draw_turnout(chart, line)


def _name(chart: Chart) -> str:
    return str(chart.__struct_config__.tag)

"""Charts as small SVG with real text inside: the same for the web page and the paper.

A chart is data with its numbers as they are written (`Decimal`, never a float); `draw` makes the
picture, `describe` says in words what it shows, `tabulate` gives its data where no picture can
stand. What a colour says is said again by a texture and a number, so that grey paper and a
colour-blind reader lose nothing.
"""

from reports.charts.answers import AnswerRow, Answers
from reports.charts.bars import GradeBars, GradeRow, Mark, Tone
from reports.charts.drawing import Chart, draw
from reports.charts.heat import Heat
from reports.charts.ranks import RankRow, Ranks
from reports.charts.scores import ScoreRow, Scores
from reports.charts.telling import Grid, describe, tabulate
from reports.charts.trend import Series, Trend
from reports.charts.turnout import Turnout, TurnoutRow

__all__ = [
    "AnswerRow",
    "Answers",
    "Chart",
    "GradeBars",
    "GradeRow",
    "Grid",
    "Heat",
    "Mark",
    "RankRow",
    "Ranks",
    "ScoreRow",
    "Scores",
    "Series",
    "Tone",
    "Trend",
    "Turnout",
    "TurnoutRow",
    "describe",
    "draw",
    "tabulate",
]

"""What may be filled in, in the words beside a question."""

from fractions import Fraction
from typing import Final

from surveys.questionnaire.accept import bounds, decimal
from surveys.questionnaire.questions import Number, PointScale, Scale

POINTS: Final = "分"


def limit_choices(least: int, most: int) -> str:
    """How many to choose.

    >>> limit_choices(1, 3), limit_choices(2, 2)
    ('可以选 1 到 3 项', '选 2 项')
    """
    return f"可以选 {least} 到 {most} 项" if least < most else f"选 {most} 项"


def name_ends(scale: Scale) -> str:
    """What the ends of a scale mean, as far as they are named."""
    ends = ((scale.low, scale.low_label), (scale.high, scale.high_label))
    return "，".join(f"{points} 分{label}" for points, label in ends if label)


def limit_scale(scale: Scale) -> str:
    """The points of a scale too long for keys."""
    limits, ends = f"请填 {scale.low} 到 {scale.high} 的整数", name_ends(scale)
    return f"{limits}；{ends}" if ends else limits


def limit_points(scale: PointScale) -> str:
    """The points a cell of a matrix takes.

    >>> limit_points(PointScale(low=0, high=100, step=5))
    '请填 0 到 100 的整数，每 5 分一档'
    """
    limits = f"请填 {scale.low} 到 {scale.high} 的整数"
    return f"{limits}，每 {scale.step} 分一档" if scale.step > 1 else limits


def limit_number(question: Number) -> str:
    """From where to where, and how exactly.

    >>> limit_number(Number(key="q1", title="用了几天", low=Fraction(0), digits=1))
    '请填不小于 0 的数，最多 1 位小数'
    """
    decimals = f"，最多 {question.digits} 位小数" if question.digits else "，不带小数"
    return f"请填{_span(question)}{decimals}"


def _span(question: Number) -> str:
    low, high = (_shortest(bound, question.digits) for bound in bounds(question))
    match question.low, question.high:
        case None, None:
            return "数字"
        case None, _:
            return f"不大于 {high} 的数"
        case _, None:
            return f"不小于 {low} 的数"
        case _:
            return f" {low} 到 {high} 的数"


def _shortest(bound: Fraction, digits: int) -> str:
    written = decimal(bound, digits)
    return written.rstrip("0").rstrip(".") if "." in written else written

"""The kinds of question, one tagged union."""

import functools
from fractions import Fraction
from typing import Annotated, TypeAlias

import msgspec

from surveys.keys import AppraiseeKey, IndicatorKey, Key, Label, OptionKey, QuestionKey
from surveys.questionnaire.conditions import Condition
from surveys.values import Value

Length: TypeAlias = Annotated[int, msgspec.Meta(ge=1, le=5000)]


class Option(Value, frozen=True):
    """One choice (选项), or one grade (等次) of a matrix; 不了解 and 弃权 are options too."""

    key: OptionKey
    label: Label


class Subject(Value, frozen=True):
    """A row block of a grade matrix: one appraisee (被评议部门) as the voter sees it."""

    key: AppraiseeKey
    label: Label
    note: str = ""
    """A line under the name, such as 负责人 李某某."""


class Indicator(Value, frozen=True):
    """One thing graded (测评指标). `overall` marks the 总体评价 that usually drives the band."""

    key: IndicatorKey
    label: Label
    overall: bool = False


class _Asked(Value, frozen=True, kw_only=True):
    key: QuestionKey
    title: Label
    help: str = ""
    required: bool = True
    show_if: Condition | None = None


class PointScale(Value, frozen=True):
    """Whole points from `low` to `high` by `step`, given directly (打分)."""

    low: Annotated[int, msgspec.Meta(ge=0, le=1000)] = 0
    high: Annotated[int, msgspec.Meta(ge=1, le=1000)] = 100
    step: Annotated[int, msgspec.Meta(ge=1)] = 1

    def marks(self) -> tuple[OptionKey, ...]:
        """Every score as a cell holds it.

        >>> PointScale(0, 10, 5).marks()
        ('0', '5', '10')
        """
        return tuple(str(points) for points in range(self.low, self.high + 1, self.step))


class Quota(Value, frozen=True):
    """名额制: at most `most` appraisees of one ballot may be marked so, on each indicator."""

    option: OptionKey
    most: Annotated[int, msgspec.Meta(ge=1)]


class Cells(Value, frozen=True):
    """What a matrix has and what its cells may hold, to look a ballot's marks up in."""

    subjects: frozenset[AppraiseeKey]
    blank: dict[IndicatorKey, None]
    """The row of a subject nobody marked, in the order asked."""
    marks: frozenset[OptionKey | None]
    """Everything one cell may hold; blank it is None."""


class GradeMatrix(_Asked, frozen=True, kw_only=True, dict=True, tag="grade_matrix"):
    """Appraisees × indicators on one grade scale: the ballot form (测评表) proper."""

    subjects: tuple[Subject, ...]
    indicators: tuple[Indicator, ...]
    grades: tuple[Option, ...]
    points: PointScale | None = None
    """Cells take points; there are no `grades` then."""

    quota: Quota | None = None

    def marks(self) -> tuple[OptionKey, ...]:
        """Everything a cell may hold."""
        scores = self.points.marks() if self.points else ()
        return (*(grade.key for grade in self.grades), *scores)

    @functools.cached_property
    def cells(self) -> Cells:
        """Worked out once, however many ballots are held against it."""
        return Cells(
            subjects=frozenset(subject.key for subject in self.subjects),
            blank=dict.fromkeys(indicator.key for indicator in self.indicators),
            marks=frozenset((None, *self.marks())),
        )


class SingleChoice(_Asked, frozen=True, kw_only=True, tag="single_choice"):
    """One of the options (单选)."""

    options: tuple[Option, ...]


class MultipleChoice(_Asked, frozen=True, kw_only=True, tag="multiple_choice"):
    """From `least` to `most` of the options (多选)."""

    options: tuple[Option, ...]
    least: Annotated[int, msgspec.Meta(ge=0)] = 1
    most: Annotated[int, msgspec.Meta(ge=1)] | None = None


class Scale(_Asked, frozen=True, kw_only=True, tag="scale"):
    """Whole points from `low` to `high` (0–100 分, 1–5 分)."""

    low: int
    high: int
    low_label: str = ""
    high_label: str = ""


class Number(_Asked, frozen=True, kw_only=True, tag="number"):
    """A quantity with at most `digits` decimals."""

    low: Fraction | None = None
    high: Fraction | None = None
    digits: Annotated[int, msgspec.Meta(ge=0, le=6)] = 0
    unit: str = ""


class Ranking(_Asked, frozen=True, kw_only=True, tag="ranking"):
    """Options in order of preference, the first `places` of them (排序)."""

    options: tuple[Option, ...]
    places: Annotated[int, msgspec.Meta(ge=1)] | None = None


class ShortText(_Asked, frozen=True, kw_only=True, tag="short_text"):
    """One line."""

    longest: Length = 100
    about: Key | None = None


class LongText(_Asked, frozen=True, kw_only=True, tag="long_text"):
    """Several lines. `about` names the appraisee a remark (意见建议) is about."""

    longest: Length = 500
    about: Key | None = None


Question: TypeAlias = (
    GradeMatrix | SingleChoice | MultipleChoice | Scale | Number | Ranking | ShortText | LongText
)

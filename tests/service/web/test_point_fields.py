"""A cell that takes points: a number to type, or keys where the scale is short."""

import msgspec

from service.web.views.ballot import BallotView
from service.web.views.fields import Field
from surveys.questionnaire.questions import PointScale
from tests.builders import a_form, a_manifest


def _cells(points: PointScale) -> list[Field]:
    manifest = msgspec.structs.replace(a_manifest(), form=a_form(grades=(), points=points))
    fields = BallotView.of(manifest).sheets[0].fields
    return [field for field in fields if field.in_matrix]


def test_a_hundred_points_are_typed_as_a_number() -> None:
    cells = _cells(PointScale(0, 100))
    assert {(cell.kind, cell.unit, cell.limits) for cell in cells} == {
        ("amount", "分", "请填 0 到 100 的整数")
    }


def test_wide_steps_are_told() -> None:
    assert {cell.limits for cell in _cells(PointScale(0, 100, 5))} == {
        "请填 0 到 100 的整数，每 5 分一档"
    }


def test_a_short_scale_has_a_key_for_every_score() -> None:
    first, *_ = _cells(PointScale(0, 10, 2))
    assert first.kind == "one"
    assert [choice.value for choice in first.choices] == ["0", "2", "4", "6", "8", "10"]

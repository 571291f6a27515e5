"""A questionnaire file of ours that somebody edited by hand: what is wrong is said in Chinese."""

import json
import re

import pytest

from service.interchange.own import read_own, write_own
from surveys.refusals import Refusal
from tests.service.interchange.rich_form import RICH


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": 7}, "$.title 处应当是文字，写的是整数"),
        ({"sections": "无"}, "$.sections 处应当是一列（[…]），写的是文字"),
        ({"colour": "red"}, "多了“colour”这一项"),
    ],
)
def test_what_somebody_changed_in_it_is_told_by_its_place(
    wrong: dict[str, object], said: str
) -> None:
    file = json.loads(write_own(RICH))
    file["questionnaire"] |= wrong
    with pytest.raises(Refusal) as refused:
        read_own(json.dumps(file, ensure_ascii=False).encode())
    (objection,) = refused.value.data["objections"]
    assert said in objection.sentence()
    assert not re.search(r"[A-Za-z]{2,}( [A-Za-z]{2,}){2,}", objection.sentence())

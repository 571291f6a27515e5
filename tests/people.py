"""The named cast. Whoever acts in a test is one of these."""

from typing import Final

from surveys.electorate.roll import Body, Person

ZHAO: Final = Person(
    key="zhao",
    name="赵德明",
    bodies=frozenset({Body.PRESIDIUM, Body.DEPUTY}),
    group="g1",
    weighting="deputies",
    phone="13800000001",
)
"""主席, presides over the meeting; a deputy as well, and votes once."""

SUN: Final = Person(
    key="sun",
    name="孙立新",
    bodies=frozenset({Body.DEPUTY}),
    group="g1",
    weighting="deputies",
    phone="13800000002",
)
"""A deputy of the first group."""

LI: Final = Person(
    key="li",
    name="李春梅",
    bodies=frozenset({Body.DEPUTY}),
    group="g2",
    weighting="deputies",
    phone="13800000003",
    recused_from=frozenset({"finance"}),
)
"""A deputy who works in the finance office (镇财政所) and does not rate it."""

ZHOU: Final = Person(
    key="zhou",
    name="周大勇",
    bodies=frozenset({Body.VOTER}),
    group="g3",
    weighting="public",
    phone="13800000004",
)
"""A voter of 上寨村."""

QIAN: Final = "钱秀英"
"""秘书 of the presidium: sets everything up, is not on the roll."""

WU: Final = "吴清"
"""The auditor: comes from outside and recounts."""

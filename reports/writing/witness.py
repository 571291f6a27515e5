"""What was sealed becomes the witness sheet (监票人见证单), signed before the box is opened."""

from reports.document import Codes, Document, Fact, Facts, Paper, Paragraph, SignatureLines
from reports.wording.numbers import official_moment
from surveys.manifest import Manifest
from surveys.values import Value

_WHY = (
    "下面的总指纹由截止时票箱里的全部封票算出：多一张、少一张、换一张，它都会不同。",
    "开箱、计票、公布以后，任何人都可以用公布的封票清单重新算一遍。",
    "请监票人在开箱以前核对大屏幕或工作台上的数字，签字后各自保存一份。",
)


class Witnessed(Value, frozen=True):
    """What the box held at the close, before anybody opened it."""

    number: int
    """Envelopes."""
    root: str
    fingerprint: str
    """Of the manifest they are bound to."""
    closed_at: str
    paper: int | None = None
    """How many of them were paper ballots, where there was paper."""


def write_witness(manifest: Manifest, witnessed: Witnessed) -> Document:
    """One sheet: how many envelopes, their one root, the manifest they are bound to."""
    return Document(
        title="监票人见证单",
        dated=witnessed.closed_at,
        paper=Paper.SHEET,
        blocks=(
            Facts(
                (
                    Fact("测评名称", manifest.title),
                    Fact("封票", _envelopes(witnessed)),
                    Fact("截止时间", official_moment(witnessed.closed_at)),
                )
            ),
            *(Paragraph(words) for words in _WHY),
            Codes(
                (
                    Fact("封票清单总指纹", witnessed.root),
                    Fact("方案指纹", witnessed.fingerprint),
                )
            ),
            SignatureLines((("监票人", 2), ("主持人", 1), ("日期", 1))),
        ),
    )


def _envelopes(witnessed: Witnessed) -> str:
    every, paper = witnessed.number, witnessed.paper
    if paper is None:
        return f"{every} 张"
    return f"{every} 张（电子票 {every - paper} 张、纸质票 {paper} 张）"

"""Where co-signing stands becomes one page with one next step."""

from service.boards.cosigning.store import VoteRow
from service.stamping.cosigner import CosignerRow, is_frozen_with
from surveys.stages import Stage
from surveys.values import Value

_VOTING = frozenset({Stage.OPEN, Stage.PAUSED})


class CosignView(Value, frozen=True, kw_only=True):
    """`console/cosigner.html`."""

    survey: str
    title: str
    step: str
    """`unsealed`, `early`, `keys`, `name`, `bring`, `place`, `voting`, `over` or `none`."""
    holder: str
    keys: int
    connected: bool
    printed: bool
    """Whether cards were printed."""
    stale: bool
    """Whether they were printed before this choice."""

    @property
    def seen(self) -> str:
        """What a page that looks again says it shows, so that it is told of changes only."""
        told = (self.connected, self.printed, self.stale)
        return "-".join((self.step, *(str(int(each)) for each in told), self.holder))

    @classmethod
    def of(
        cls, row: VoteRow, asked: CosignerRow | None, *, keys: int, connected: bool
    ) -> "CosignView":
        """What is shown, and what may be done next."""
        manifest = row.manifest.maybe()
        return cls(
            survey=row.survey_id,
            title=row.title,
            step=_step(row, asked, keys),
            holder=asked.holder if asked else "",
            keys=keys,
            connected=connected,
            printed=manifest is not None,
            stale=manifest is not None and not is_frozen_with(manifest, asked),
        )


def _step(row: VoteRow, asked: CosignerRow | None, keys: int) -> str:
    stage = row.stage
    if not row.is_sealed():
        return "unsealed"
    if stage is Stage.DRAFTED:
        return "early"
    if stage is Stage.PREPARED and not keys:
        return "keys"
    if stage is Stage.PREPARED:
        return "name" if asked is None else "place" if asked.halves else "bring"
    if asked is None:
        return "none"
    return "voting" if stage in _VOTING else "over"

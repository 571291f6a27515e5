"""Ballots that came out of their envelopes wait for the last one."""

import contextlib
import hashlib
from pathlib import Path

import pytest

from service.box import waiting
from service.box.judging import Opened
from service.box.waiting import Waiting
from surveys.ballots.ballot import Remark

WORDS = Remark("words", None, "路灯坏了")


def out_of_an_envelope(number: int, *, nonce: str = "", remarks: tuple[Remark, ...] = ()) -> Opened:
    ballot = f"ballot {number}".encode() * 9
    return Opened(nonce or f"{number:032x}", hashlib.sha256(ballot).digest(), ballot, remarks)


@pytest.mark.parametrize("room", [0, 200, waiting.ROOM])
def test_ballots_line_up_by_digest_wherever_they_waited(room: int) -> None:
    out = [out_of_an_envelope(number) for number in range(20)]
    with contextlib.closing(Waiting(room)) as waits:
        for ballot in out:
            waits.take_in("deputies", ballot)
        crowds = list(waits.line_up(8))
    assert [len(crowd) for crowd in crowds] == [8, 8, 4]
    lined_up = [one for crowd in crowds for one in crowd]
    assert lined_up == sorted((ballot.digest, ballot.ballot) for ballot in out)


def test_what_waits_on_the_disk_is_neither_named_nor_readable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting.tempfile, "tempdir", str(tmp_path))
    with contextlib.closing(Waiting(room=0)) as waits:
        waits.take_in("deputies", out_of_an_envelope(1))
        assert waits._file is not None
        waits._file.seek(0)
        kept = waits._file.read()
    assert kept
    assert b"ballot" not in kept
    assert not list(tmp_path.iterdir())


def test_one_ballot_in_two_envelopes_spoils_both_and_their_remarks_go_along() -> None:
    """Whoever copies a ballot into a second envelope wins nothing by it."""
    waits = Waiting()
    waits.take_in("deputies", out_of_an_envelope(1, nonce="twin", remarks=(WORDS,)))
    waits.take_in("members", out_of_an_envelope(2, nonce="twin", remarks=(WORDS,)))
    alone = out_of_an_envelope(3, remarks=(WORDS,))
    waits.take_in("members", alone)
    assert waits.twins() == {"deputies": 1, "members": 1}
    assert list(waits.line_up(8)) == [[(alone.digest, alone.ballot)]]
    assert [remark for _, remark in waits.draw()] == [WORDS]

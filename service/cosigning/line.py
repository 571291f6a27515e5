"""The machine dials out, so that it needs no address of its own: answers go, questions come."""

import time
from collections.abc import Callable, Sequence
from typing import Final

import httpx

from service.cosigning.machine import Machine
from service.stamping.cosigner import Request
from service.stamping.relay import PATIENCE, Answer, Turn, Work
from surveys import canonical
from surveys.refusals import Refusal

PAUSES: Final = (0.2, 0.5, 1.0, 2.0, 5.0)
"""Seconds before it dials again, the last one for as long as it takes."""
_TIMEOUT: Final = httpx.Timeout(10.0, read=PATIENCE + 20.0)
_OTHER_KEYS: Final = 409
_PASSES: Final = frozenset({408, 429})
"""Answers of the family 4xx that are worth dialling again."""


class Line:
    """A connection to the service that comes back by itself."""

    def __init__(self, request: Request, server: str) -> None:
        """`server`: the address of the site; nothing is dialled yet."""
        self._request: Request = request
        self._http: httpx.Client = httpx.Client(base_url=server.rstrip("/"), timeout=_TIMEOUT)

    def close(self) -> None:
        """Hang up."""
        self._http.close()

    def fetch_manifest(self) -> bytes:
        """The manifest as everybody gets it."""
        try:
            answer = self._http.get(f"/v/{self._request.survey}/manifest.json")
            answer.raise_for_status()
        except httpx.HTTPError as error:
            raise Refusal("cosign.no_manifest") from error
        return answer.content

    def turn(self, keys: str, answers: Sequence[Answer]) -> Work:
        """Hand answers in, take questions; a line that is down raises `httpx.HTTPError`."""
        answer = self._http.post(
            f"/cosign/{self._request.survey}",
            content=canonical.encode(Turn(keys, tuple(answers))),
            headers={
                "Authorization": f"Bearer {self._request.token}",
                "Content-Type": "application/json",
                "Accept": "application/json",
            },
        )
        if answer.is_client_error and answer.status_code not in _PASSES:
            stops = answer.status_code == _OTHER_KEYS
            raise Refusal("cosign.not_named" if stops else "cosign.bad_token")
        answer.raise_for_status()
        try:
            return canonical.decode(answer.content, Work)
        except Refusal as error:  # somebody on the way says something of its own
            raise httpx.DecodingError("no work") from error


def serve(line: Line, machine: Machine, keys: str, *, tell: Callable[[str, int], None]) -> None:
    """Answer until the vote is over. `tell` hears `up`, `down`, `signed` and `refused`."""
    answers, failed, up = tuple[Answer, ...](), 0, False
    while True:
        try:
            work = line.turn(keys, answers)
        except httpx.HTTPError:
            if up or not failed:
                tell("down", 0)
            up = False
            time.sleep(PAUSES[min(failed, len(PAUSES) - 1)])
            failed += 1
            continue
        if not up:
            tell("up", 0)
        up, failed = True, 0
        if work.over:
            return
        answers = machine.answer(work.questions)
        signed = sum(not answer.refused for answer in answers)
        if signed:
            tell("signed", signed)
        if signed < len(answers):
            tell("refused", len(answers) - signed)

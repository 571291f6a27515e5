"""Where a site of a test's own may listen."""

import random
import socket

FIRST, BEHIND_LAST = 20_000, 32_000
"""Below the ports that Linux lends to callers: a call under way elsewhere never takes it first."""


def a_free_port() -> int:
    """One that nobody listens on; no seed is used, or two workers would draw the same."""
    chance = random.SystemRandom()
    while True:
        port = chance.randrange(FIRST, BEHIND_LAST)
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) != 0:
                return port

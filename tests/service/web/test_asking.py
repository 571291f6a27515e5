"""Where a request came from: what our own proxies said, and nothing that a stranger wrote."""

import pytest
from litestar import Request
from litestar.testing import RequestFactory

from service.web.asking import caller


def asked(*forwarded: str) -> Request[object, object, object]:
    request = RequestFactory().get("/")
    request.scope["client"] = ("203.0.113.5", 40000)
    request.scope["headers"] = [(b"x-forwarded-for", value.encode()) for value in forwarded]
    return request


@pytest.mark.parametrize(
    ("hops", "forwarded", "found"),
    [
        (0, ("192.0.2.1",), "203.0.113.5"),
        (1, ("192.0.2.1",), "192.0.2.1"),
        (1, ("198.51.100.66, 192.0.2.1",), "192.0.2.1"),
        (1, ("198.51.100.66", "192.0.2.1"), "192.0.2.1"),
        (2, ("198.51.100.66, 192.0.2.1, 10.0.0.2",), "192.0.2.1"),
        (2, ("192.0.2.1",), "203.0.113.5"),
        (1, (), "203.0.113.5"),
        (1, ("2001:db8:0:1:aaaa::7",), "2001:db8:0:1::/64"),
    ],
)
def test_only_as_many_proxies_are_believed_as_are_ours(
    hops: int, forwarded: tuple[str, ...], found: str
) -> None:
    assert caller(asked(*forwarded), hops=hops) == found

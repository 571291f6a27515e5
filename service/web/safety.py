"""What every answer carries and every writing request must show: policy, origin."""

from typing import Final

from litestar.types import BeforeMessageSendHookHandler, Message, Scope

from service.web.asking import AnyRequest
from surveys.refusals import Refusal

SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
KINDS: Final = frozenset(
    {"", "application/json", "application/x-www-form-urlencoded", "multipart/form-data"}
)
"""Bodies that pages of ours send; text/plain is what another site's form can send unasked."""


def content_policy(
    inline_hashes: tuple[str, ...],
    *,
    forms: str = "'self'",
    frames: str = "'none'",
    framed: str = "'none'",
) -> str:
    """The Content-Security-Policy: this origin only, and the inline blocks whose hashes we know.

    `forms`: where a form may be sent without a script. `frames`: what the page shows inside
    itself. `framed`: whose pages may show this one.
    """
    inline = " ".join(f"'{digest}'" for digest in inline_hashes)
    return (
        f"default-src 'none'; script-src 'self' {inline}; style-src 'self' {inline}; "
        f"img-src 'self' data:; connect-src 'self'; form-action {forms}; base-uri 'none'; "
        f"frame-src {frames}; frame-ancestors {framed}"
    )


def harden(policy: str) -> BeforeMessageSendHookHandler:
    """Make the hook that puts the safety headers on every answer, refusals included."""
    fixed = (
        (b"content-security-policy", policy.encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"same-origin"),
        (b"x-frame-options", b"DENY"),
        (b"cross-origin-opener-policy", b"same-origin"),
        (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
        (b"cache-control", b"no-store"),
    )

    async def add_headers(message: Message, _scope: Scope) -> None:
        if message["type"] == "http.response.start":
            present = {name for name, _ in message["headers"]}  # in small letters, as ASGI has them
            missing = [pair for pair in fixed if pair[0] not in present]
            message["headers"] = [*message["headers"], *missing]

    return add_headers


async def refuse_at_the_door(request: AnyRequest) -> None:
    """Refuse what no page of ours asks for, before anything else looks at it."""
    if "\0" in request.scope["path"]:  # PostgreSQL has no such letter
        raise Refusal("request.unknown_page")
    kind = request.headers.get("content-type", "")
    if kind not in KINDS and kind.partition(";")[0].strip().lower() not in KINDS:
        raise Refusal("request.malformed")
    await refuse_foreign_origin(request)


async def refuse_foreign_origin(request: AnyRequest) -> None:
    """Refuse a writing request that another site's page made (ASVS 5.0, 3.5.1)."""
    if request.method in SAFE_METHODS:
        return
    headers = request.headers
    site, origin = headers.get("sec-fetch-site", "none"), headers.get("origin")
    if site not in {"same-origin", "none"}:
        raise Refusal("request.foreign_origin")
    # An origin is a scheme and a host (RFC 6454 §6.1), and whatever somebody writes there instead.
    if origin is not None and origin.partition("://")[2] != headers.get("host"):
        raise Refusal("request.foreign_origin")

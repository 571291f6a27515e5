"""The environment, read once, becomes one frozen `Settings`; nothing else reads variables."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from reports.wording.starting import (
    DATABASE_ADDRESS,
    HTTP_ADDRESS,
    WHOLE_NUMBER,
    explain_start,
)
from surveys.values import Value

CHECKOUT: Final = Path(__file__).resolve().parents[1]


class CannotStart(Exception):
    """Why the program does not start; its text is one Chinese sentence for whoever started it."""

    def __init__(self, code: str, /, **data: object) -> None:
        """Refuse to start with a code of `reports.wording.starting` and the data it names."""
        super().__init__(explain_start(code, data))
        self.code: str = code
        self.data: dict[str, object] = data


class Variable(Value, frozen=True):
    """One environment variable: its default as a reader sees it, and what it decides."""

    name: str
    default: str
    meaning: str


VARIABLES: Final = (
    Variable("MINPING_HOME", "<checkout>/var", "the folder of data, keys, secrets and logs"),
    Variable(
        "MINPING_DATABASE_URL",
        "",
        "postgresql://… of an own server (15 or newer); empty starts the embedded one",
    ),
    Variable("MINPING_HOST", "127.0.0.1", "the address the web server listens on"),
    Variable("MINPING_PORT", "8642", "the port the web server listens on"),
    Variable(
        "MINPING_PUBLIC_ADDRESS",
        "http://<host>:<port>",
        "the base of every printed address and QR code; behind a proxy, the https:// one",
    ),
    Variable(
        "MINPING_STATEMENT_CACHE",
        "100",
        "prepared statements kept per connection; 0 behind a transaction pooler",
    ),
    Variable(
        "MINPING_PROXY_HOPS",
        "0",
        "own proxies before the site: whose X-Forwarded-For is believed, that many from its end",
    ),
)
"""Every variable there is. The reference documentation is checked against this table."""


class Settings(Value, frozen=True):
    """Every knob. Folders are derived from `home`, so that one backup of `home` is whole."""

    home: Path = CHECKOUT / "var"
    database_url: str | None = None
    host: str = "127.0.0.1"
    port: int = 8642
    public_address: str = "http://127.0.0.1:8642"
    statement_cache: int = 100
    proxy_hops: int = 0

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the variables of `VARIABLES`; an empty one counts as not set.

        >>> Settings.from_environment({"MINPING_PORT": "80"}).public_address
        'http://127.0.0.1:80'
        """
        given = {key: value.strip() for key, value in environ.items() if value.strip()}
        host = given.get("MINPING_HOST", "127.0.0.1")
        port = _whole(given, "MINPING_PORT", 8642, most=65535)
        return cls(
            home=Path(given.get("MINPING_HOME", CHECKOUT / "var")).expanduser().absolute(),
            database_url=_database_url(given.get("MINPING_DATABASE_URL")),
            host=host,
            port=port,
            public_address=_address(given.get("MINPING_PUBLIC_ADDRESS", f"http://{host}:{port}")),
            statement_cache=_whole(given, "MINPING_STATEMENT_CACHE", 100, most=10_000),
            proxy_hops=_whole(given, "MINPING_PROXY_HOPS", 0, most=9),
        )

    def __repr__(self) -> str:
        """Without the database address, which may hold a password."""
        return f"Settings(home={str(self.home)!r}, public_address={self.public_address!r})"

    @property
    def secrets(self) -> Path:
        """Passwords and keys the program made for itself; never in the database."""
        return self.home / "secrets"

    @property
    def cluster(self) -> Path:
        """The embedded database."""
        return self.home / "cluster"

    @property
    def keys(self) -> Path:
        """Wrapped box keys of custody level 1, readable by the opener."""
        return self.home / "keys"

    @property
    def fonts(self) -> Path:
        """Fonts unpacked at set-up."""
        return self.home / "fonts"

    @property
    def logs(self) -> Path:
        """Logs, the database's own among them."""
        return self.home / "logs"


def _whole(given: Mapping[str, str], name: str, default: int, *, most: int) -> int:
    written = given.get(name, str(default))
    if not (written.isascii() and written.isdigit() and int(written) <= most):
        raise CannotStart(
            "bad_setting", name=name, value=written, wanted=WHOLE_NUMBER.format(most=most)
        )
    return int(written)


def _address(written: str) -> str:
    if not written.startswith(("http://", "https://")) or "?" in written or "#" in written:
        raise CannotStart(
            "bad_setting", name="MINPING_PUBLIC_ADDRESS", value=written, wanted=HTTP_ADDRESS
        )
    return written.rstrip("/")


def _database_url(written: str | None) -> str | None:
    if written is not None and not written.startswith(("postgresql://", "postgres://")):
        # The value is not repeated: it may hold a password.
        raise CannotStart(
            "bad_setting", name="MINPING_DATABASE_URL", value="…", wanted=DATABASE_ADDRESS
        )
    return written

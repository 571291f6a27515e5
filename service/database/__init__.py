"""PostgreSQL for the rest of the service: everything that knows asyncpg, SQL files and roles."""

from service.database.driver import Connection, Pool
from service.database.listening import listening
from service.database.pool import (
    Role,
    connect,
    lent,
    open_pool,
    speaking_for,
    transaction,
)

__all__ = [
    "Connection",
    "Pool",
    "Role",
    "connect",
    "lent",
    "listening",
    "open_pool",
    "speaking_for",
    "transaction",
]

"""Work for later, kept in PostgreSQL: `queue` holds it, `worker` does it."""

"""Who somebody is: signing in, sessions, roles, and phones kept so that nobody reads them."""

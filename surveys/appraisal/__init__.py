"""Who is appraised, on what: a plan, and the ballot form that follows from it."""

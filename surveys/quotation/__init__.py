"""A published poll of voters beside an evaluation (选民意见): quoted, and counted into nothing."""

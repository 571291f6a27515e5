"""What was said: ballots, the enclosure sealed into an envelope, receipts, the sealed list."""

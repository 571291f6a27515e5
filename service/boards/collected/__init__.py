"""Paper ballots (纸质票): entered twice, decided by a third, balanced, signed, put into the box."""

"""Who may answer: the roll, its groups, eligibility and recusal."""

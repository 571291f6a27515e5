"""Every Chinese word the code itself says to a user; templates hold the rest."""

"""A pretend town runs a real evaluation: real doors, real box; only the people are made up."""

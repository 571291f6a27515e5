"""Set up and run an evaluation: from a draft to its publication."""

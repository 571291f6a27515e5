"""Set up and run a poll: from a draft to its publication."""

"""Papers of an evaluation: which there are, what may be written in them, how they are issued."""

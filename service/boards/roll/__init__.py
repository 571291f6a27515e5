"""The roll of a town: read, import, look up. What is frozen with an evaluation is its own copy."""

"""What a town asks opinions on, what comes in, what staff do with it, and what the digest says."""

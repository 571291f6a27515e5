"""The secretary's door: the first start, signing in, signing out."""

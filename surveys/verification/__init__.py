"""Recounting what was published, from the published files alone."""

"""Frozen results become documents. Every official number here is computed from the result."""

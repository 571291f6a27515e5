"""Spreadsheets people send and fill in: read safely, and the score sheets written for them."""

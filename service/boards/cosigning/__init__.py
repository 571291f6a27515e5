"""Scrutineers co-sign (联署) an evaluation: the desk's page, and where their machine dials in."""

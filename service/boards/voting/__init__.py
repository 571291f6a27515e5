"""Receive the form, cast the ballot: appraisal or poll alike."""

"""Answers out: xlsx with words and codes, csv with its CSVW description, SPSS."""

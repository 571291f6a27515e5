"""The desk at the door (签到台): who took a ballot, codes to read out, printed codes, turnout."""

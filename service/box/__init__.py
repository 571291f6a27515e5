"""The box: answers are sealed into envelopes, envelopes wait for the close, then are opened.

`casting` is the one way in, `opening` the one way out, `gate` what the secretary turns; `opener`
is the process that holds the keys.
"""

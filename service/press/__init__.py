"""A document becomes a file in a process of its own: kept warm, kept within limits, replaced.

`orders` are what is asked for and answered, `machine` is the process that prints, `printer` the
side that holds it on a leash, `keeping` remembers what was printed already.
"""

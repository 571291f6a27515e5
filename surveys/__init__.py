"""The river: a vote from its questionnaire to its counted result, as plain frozen values.

`questionnaire` what is asked · `appraisal` who is appraised, on what · `rules` how it is counted
· `manifest` everything frozen at opening · `stages` the order of an evaluation · `electorate` who
may answer · `ballots` what was said · `tally` what was counted · `verification` anyone's recount.
Nothing here knows the time, chance, a file or a database; it is told.
"""

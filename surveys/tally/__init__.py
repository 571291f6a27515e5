"""What was counted: opened ballots become an official result, in integers and fractions only."""

"""What the counts may say: intervals, comparisons, ranks and protection, none of it a grade."""

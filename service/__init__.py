"""The banks of the river: people, web, database and time around the pure core."""

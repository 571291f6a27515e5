"""One folder a board of the platform; boards meet in the database and in the core only."""

"""What leaves the house: messages to people, each kind behind a port of its own."""

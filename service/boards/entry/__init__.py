"""Where voters sign in and go from department to department; and the kiosk beside it."""

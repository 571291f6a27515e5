"""Where voters seal on their own device: give the two stamps, take the envelope."""

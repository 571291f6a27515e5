"""Ask for opinions, handle each, and bring the digest to the meeting."""

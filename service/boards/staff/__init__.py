"""Who works for the town at this workbench, and with which passwords."""

"""A ministry of our own invention: its web site, in two layouts, and the known answers to everything that stands on it."""

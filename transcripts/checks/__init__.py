"""Is what landed still right? Figures measured in the database, held to bounds, kept over time."""

"""What analysts ask, timed at a million turns: ``make bench-queries`` fills a database, asks, and prints ratios."""

"""What the reader's pages are made of, by pure functions."""

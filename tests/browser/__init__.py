"""What an operator does in the pages, in a real browser (make test-full)."""

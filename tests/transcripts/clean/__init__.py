"""What the cleaner promises."""

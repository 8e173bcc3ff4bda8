"""Captures of a ministry's pages that others made: their WARC files read, chosen from, and stored as a crawl's are."""

"""Text as TEI P5, in the manner of ParlaMint: a root with what all share, and a file for each document."""

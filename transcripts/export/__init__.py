"""What leaves the house: a selection of the evidence, for other people's tools."""
